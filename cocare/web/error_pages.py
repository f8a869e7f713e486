"""Pages for what went wrong. They ask the database nothing: it may be what went wrong."""

import json
import secrets
import sys
from typing import Any

import structlog
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template import loader
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cocare.core import database_outage
from cocare.core.errors import Busy
from cocare.core.responses import problem_document

from .display import display_of_device

log = structlog.get_logger(__name__)

COME_BACK_AFTER = 10  # seconds


def _page(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    retry = request.path if request.method == "GET" else ""
    display = getattr(request, "display", None)
    page = loader.render_to_string(template, {"retry": retry, "display": display, **context})
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403.html", 403, text=str(getattr(exception, "text", "")))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404.html", 404)


def too_fast(request: HttpRequest) -> HttpResponse:
    return _page(request, "429.html", 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nobody caught. Django calls this while the exception is being handled."""
    failure = sys.exc_info()[1]
    if database_outage.is_outage(failure):
        return database_away(request, failure)
    code = secrets.token_hex(3).upper()
    code = f"{code[:4]}-{code[4:]}"
    log.error("page.failed", code=code, path=request.path)
    text = _("This did not work, and we have noted it. Please try again in a minute.")
    return _short(request, 500, "internal", text) or _page(request, "500.html", 500, code=code)


def database_away(request: HttpRequest, failure: BaseException | None) -> HttpResponse:
    """Answer 503 while PostgreSQL is away. Who asks is not known then, so the device says the language."""
    log.error("database.away", path=request.path, error=type(failure).__name__)
    display = getattr(request, "display", None) or display_of_device(request)
    with translation.override(display.language):
        text = (
            Busy.text if request.method != "GET" else _("We can't open this right now. Please try again in a minute.")
        )
        answer = _short(request, 503, Busy.code, text, retry_after=COME_BACK_AFTER) or _page(
            request, "503.html", 503, display=display, again=_written(request), here=request.get_full_path()
        )
    answer["Content-Language"] = display.language
    answer["Retry-After"] = str(COME_BACK_AFTER)
    answer["Cache-Control"] = "no-store"
    # Django's own mark: otherwise each request of an outage would leave a traceback.
    answer._has_been_logged = True  # type: ignore[attr-defined]  # as Django's own handlers do
    return answer


def _written(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of a form that was not saved, to be sent once more as they are: with the token that came, never
    a new one. Nothing where files or what signs people in is among them."""
    if request.method != "POST" or request.path.startswith("/accounts/"):
        return []
    try:
        if request.FILES:
            return []
        return [(name, text) for name, texts in request.POST.lists() for text in texts]
    except (SuspiciousOperation, MultiPartParserError, OSError):
        return []


def _short(request: HttpRequest, status: int, code: str, text: str | Promise, **more: Any) -> HttpResponse | None:
    """Answer callers who show no page: a problem document, or a toast over the page that htmx leaves as it is."""
    if request.path.startswith("/api/") or request.headers.get("Accept", "").startswith("application/json"):
        return problem_document(status, code, text, **more)
    if "HX-Request" not in request.headers:
        return None
    answer = HttpResponse(str(text), status=status, content_type="text/plain; charset=utf-8")
    answer["HX-Trigger"] = json.dumps({"toast": {"text": str(text)}})
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was open too long, or cookies that are off: the way on is to open the page again."""
    return _page(
        request,
        "403.html",
        403,
        title=_("This form has been open too long"),
        text=_("Please go back, open the page again and send it once more. What you wrote is still there."),
    )
