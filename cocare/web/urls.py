from django.conf import settings
from django.urls import path

from .views import display, pwa

app_name = "web"
urlpatterns = [
    path("display/", display.display_edit, name="display.edit"),
    path("display/save/", display.display_save, name="display.save"),
    path("offline/", pwa.offline_show, name="offline.show"),
    path("manifest.webmanifest", pwa.manifest_show, name="manifest.show"),
    path("sw.js", pwa.worker_show, name="worker.show"),
]

if settings.DEMO:
    from . import demo

    urlpatterns.append(path("demo/sign-in/", demo.demo_sign_in, name="demo.sign_in"))
