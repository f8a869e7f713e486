"""The second factor that work accounts need before they act."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cocare.core.errors import Forbidden
from cocare.core.request import Request
from cocare.core.responses import problem
from cocare.people import second_factor

# What a person without a second factor may still reach: setting one up, leaving, looks, and switching capacity.
OPEN_PREFIXES = ("/accounts/", "/display/", "/sw.js", "/manifest.webmanifest", "/offline/")
OPEN_VIEWS = ("people:capacity.switch",)


class SecondFactorMiddleware:
    """Lets nobody act in a staff capacity before the account has a second factor."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Request, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or request.path.startswith(OPEN_PREFIXES):
            return None
        if request.resolver_match is not None and request.resolver_match.view_name in OPEN_VIEWS:
            return None
        if not second_factor.is_missing(request.actor, request.session):
            return None
        if request.path.startswith("/api/") or request.headers.get("Accept", "").startswith("application/json"):
            return problem(Forbidden(_("Please set up a second factor first.")))
        messages.info(request, _("Work accounts need a second factor. It takes a minute."))
        return redirect("mfa_index")
