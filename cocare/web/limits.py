"""How fast one account, and one address, may write. What a person does by hand never comes near it."""

from collections.abc import Callable
from math import ceil

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cocare.core import rate_limits
from cocare.core.errors import TooFast
from cocare.core.responses import problem_document

from .errors import too_fast

READING = {"GET", "HEAD", "OPTIONS"}


class WriteLimitMiddleware:
    """Counts what changes something; over the limit it is refused before any work is done.

    A signed-in account has a limit of its own, and only strangers are counted by address: a whole school may sit
    behind one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in READING:
            return self.get_response(request)
        try:
            self._count(request)
        except TooFast as error:
            return self._refuse(request, error)
        return self.get_response(request)

    def _count(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            rate_limits.count_attempt("write", str(request.user.pk), times=settings.WRITES_PER_MINUTE, seconds=60)
        else:
            address = get_adapter().get_client_ip(request) or ""
            rate_limits.count_attempt("write", address, times=settings.STRANGERS_WRITES_PER_MINUTE, seconds=60)

    def _refuse(self, request: HttpRequest, error: TooFast) -> HttpResponse:
        seconds = ceil(error.retry_after)
        if request.path.startswith("/api/"):
            return problem_document(error.status, error.code, str(error.text), retry_after=seconds)
        response = too_fast(request)
        response["Retry-After"] = str(seconds)
        return response
