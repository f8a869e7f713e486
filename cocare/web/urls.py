from django.conf import settings
from django.urls import path

from .views import counts, display, home, map, pwa, search, tokens

app_name = "web"
urlpatterns = [
    path("", home.home_show, name="home.show"),
    path("map/", map.map_show, name="map.show"),
    path("search/", search.search_show, name="search.show"),
    path("counts/", counts.count_list, name="count.list"),
    path("tokens/", tokens.token_list, name="token.list"),
    path("tokens/make/", tokens.token_make, name="token.make"),
    path("tokens/<uuid:pk>/withdraw/", tokens.token_withdraw, name="token.withdraw"),
    path("display/", display.display_edit, name="display.edit"),
    path("display/save/", display.display_save, name="display.save"),
    path("offline/", pwa.offline_show, name="offline.show"),
    path("manifest.webmanifest", pwa.manifest_show, name="manifest.show"),
    path("sw.js", pwa.worker_show, name="worker.show"),
]

if settings.DEMO:
    from .demo_sign_in import demo_sign_in

    urlpatterns.append(path("demo/sign-in/", demo_sign_in, name="demo.sign_in"))
