"""How fast one account, and one address, may write. What a person does by hand never comes near it."""

from collections.abc import Callable
from math import ceil

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cocare.core import rate_limits
from cocare.core.errors import TooFast
from cocare.core.responses import problem

from ..error_pages import too_fast

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class WriteLimitMiddleware:
    """Counts what changes something; over the limit it is refused before any work is done.

    A signed-in account has a limit of its own, and only strangers are counted by address: a whole school may sit
    behind one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        try:
            self._count(request)
        except TooFast as refusal:
            return self._refuse(request, refusal)
        return self.get_response(request)

    def _count(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            rate_limits.count_attempt("write", str(request.user.pk), times=settings.WRITES_PER_MINUTE, seconds=60)
        else:
            address = get_adapter().get_client_ip(request) or ""
            rate_limits.count_attempt("write", address, times=settings.STRANGERS_WRITES_PER_MINUTE, seconds=60)

    def _refuse(self, request: HttpRequest, refusal: TooFast) -> HttpResponse:
        if request.path.startswith("/api/"):
            return problem(refusal)
        response = too_fast(request)
        response["Retry-After"] = str(ceil(refusal.retry_after))
        return response
