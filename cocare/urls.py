"""Which room answers which address. A room's own addresses are in its urls.py."""

from django.urls import include, path

from cocare.web.api import urls as api

urlpatterns = [
    path("accounts/", include("cocare.web.sign_in_urls")),
    path("people/", include("cocare.people.urls")),
    path("files/", include("cocare.files.urls")),
    path("notifications/", include("cocare.notifications.urls")),
    path("channel/", include("cocare.channel.urls")),
    path("school/", include("parents_school.urls")),
    path("events/", include("events.urls")),
    path("api/v1/", api),
    path("", include("cocare.web.urls")),
]

handler400 = "cocare.web.error_pages.bad_request"
handler403 = "cocare.web.error_pages.permission_denied"
handler404 = "cocare.web.error_pages.page_not_found"
handler500 = "cocare.web.error_pages.server_error"
