"""Which room answers which address. A room's own addresses are in its urls.py."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

ROOMS = (
    ("people/", "cocare.people"),
    ("files/", "cocare.files"),
    ("notifications/", "cocare.notifications"),
    ("channel/", "cocare.channel"),
    ("school/", "parents_school"),
    ("events/", "events"),
    ("", "cocare.web"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("cocare.web.sign_in_urls")),
    *(
        path(prefix, include(f"{room}.urls"))
        for prefix, room in ROOMS
        if apps.is_installed(room) and find_spec(f"{room}.urls")
    ),
]
if find_spec("cocare.web") and find_spec("cocare.web.api"):
    from cocare.web.api import urls

    urlpatterns.append(path("api/v1/", urls))

handler400 = "cocare.web.errors.bad_request"
handler403 = "cocare.web.errors.permission_denied"
handler404 = "cocare.web.errors.page_not_found"
handler500 = "cocare.web.errors.server_error"
