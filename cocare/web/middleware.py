"""The web floor's middleware."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cocare.people import second_factor

from .display import DisplayMiddleware

__all__ = ["DeviceMiddleware", "DisplayMiddleware", "SecondFactorMiddleware"]

SEEN_EVERY = 300  # seconds

# What a person without a second factor may still reach: setting one up, leaving, looks, and switching capacity.
OPEN_PREFIXES = ("/accounts/", "/display/", "/sw.js", "/manifest.webmanifest", "/offline/")
OPEN_VIEWS = ("people:capacity.switch",)


class DeviceMiddleware:
    """Notes when each device was last seen, at most every five minutes: a write per page would be too dear."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and request.user.is_authenticated and cache.add(f"device-seen:{key}", 1, SEEN_EVERY):
            UserSession.objects.create_from_request(request)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Nobody acts in a staff capacity before the account has a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or request.path.startswith(OPEN_PREFIXES):
            return None
        if request.resolver_match.view_name in OPEN_VIEWS:
            return None
        if not second_factor.is_missing(request.actor, request.session):
            return None
        if request.path.startswith("/api/") or request.headers.get("Accept", "").startswith("application/json"):
            text = _("Please set up a second factor first.")
            return JsonResponse(
                {"code": "forbidden", "title": text, "status": 403}, status=403, content_type="application/problem+json"
            )
        messages.info(request, _("Work accounts need a second factor. It takes a minute."))
        return HttpResponseRedirect(reverse("mfa_index"))
