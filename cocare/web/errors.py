"""Pages for what went wrong. They ask the database nothing: it may be what went wrong."""

import secrets

import structlog
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _

log = structlog.get_logger(__name__)


def _page(request: HttpRequest, template: str, status: int, **words: str) -> HttpResponse:
    retry = request.path if request.method == "GET" else ""
    display = getattr(request, "display", None)
    page = loader.render_to_string(template, {"retry": retry, "display": display, **words})
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
    code = secrets.token_hex(3).upper()
    code = f"{code[:4]}-{code[4:]}"
    log.error("page.failed", code=code, path=request.path)
    return _page(request, "500.html", 500, code=code)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or cookies that are off: the way on is to open the page again."""
    return _page(
        request,
        "403.html",
        403,
        title=_("This form has been open too long"),
        text=_("Please go back, open the page again and send it once more. What you wrote is still there."),
    )
