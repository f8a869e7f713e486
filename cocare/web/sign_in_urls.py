"""/accounts/: django-allauth's addresses, with those that are not offered closed.

Earlier patterns win, so a closed one hides django-allauth's; its name still resolves, which allauth relies on.
"""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path

from .views import legal, sessions

CLOSED = (
    r"^signup/",
    r"^email/",
    r"^confirm-email/",
    r"^password/reset/",
    r"^phone/change/",
    r"^3rdparty/signup/",
)

urlpatterns = [
    *(re_path(address, sessions.closed) for address in CLOSED),
    path("login/", account.request_login_code, name="account_login"),
    path("login/password/", login_not_required(account.login), name="account_login_password"),
    path("sessions/", sessions.session_list, name="usersessions_list"),
    path("sessions/all/end/", sessions.session_end_all, name="session_end_all"),
    path("sessions/<int:session_id>/end/", sessions.session_end, name="session_end"),
    path("terms/", legal.terms_show, name="terms_show"),
    path("privacy/", legal.privacy_show, name="privacy_show"),
    path("help/", legal.help_show, name="sign_in_help"),
    path("", include("allauth.urls")),
]
