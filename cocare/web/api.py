"""The root of the HTTP API: who may call it, its errors (RFC 9457), and the apps' routers."""

import hmac
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import APIKeyCookie, HttpBearer

from cocare.core import contributions
from cocare.core.errors import DomainError, Forbidden, NotFound
from cocare.core.request import Request
from cocare.core.responses import problem, problem_document
from cocare.people import queries as people

from . import api_tokens, health_checks


class SessionAuth(APIKeyCookie):
    """The browser's session cookie; every request that writes shows the CSRF token as well."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        actor = cast(Request, request).actor
        return None if actor.is_anonymous else actor


class TokenAuth(HttpBearer):
    """A bearer token: no cookie, so no CSRF token either."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        actor = cast(Request, request).actor = api_tokens.actor_of_token(token)
        return None if actor.is_anonymous else actor


api = NinjaAPI(
    title="CoCare",
    version="1",
    urls_namespace="api",
    auth=[SessionAuth(), TokenAuth()],
    docs_url=None,
    openapi_url="openapi.json",
)
for app in contributions.contributing_apps():
    if router := app.api_router():
        api.add_router("", router)


@api.exception_handler(DomainError)
def domain_error_response(request: HttpRequest, error: Any) -> JsonResponse:
    return problem(error)


# Both are also Django errors, which ninja would otherwise answer in its own words.
api.add_exception_handler(NotFound, domain_error_response)
api.add_exception_handler(Forbidden, domain_error_response)


@api.exception_handler(Http404)
def not_found_response(request: HttpRequest, error: Http404) -> JsonResponse:
    return problem_document(404, "not_found", NotFound.text)


@api.exception_handler(AuthenticationError)
def unauthenticated_response(request: HttpRequest, error: AuthenticationError) -> JsonResponse:
    return problem_document(401, "forbidden", _("Please sign in first."))


@api.exception_handler(ValidationError)
def validation_error_response(request: HttpRequest, error: ValidationError) -> JsonResponse:
    fields = {str(entry["loc"][-1]): [_("This is not of the right kind.")] for entry in error.errors}
    return problem_document(422, "invalid", _("Please look at the marked fields again."), fields=fields)


@api.exception_handler(HttpError)
def http_error_response(request: HttpRequest, error: HttpError) -> JsonResponse:
    return problem_document(error.status_code, "invalid", _("This request could not be read."))


@api.get("/me")
def me_show(request: Request) -> dict[str, Any]:
    """Return who is signed in, what they can act as, and the children whom they see as family."""
    actor = request.actor
    return {
        "person": str(actor.person_id),
        "name": people.own_name(actor),
        "capacity": actor.capacity,
        "capacities": [str(capacity) for capacity in people.capacities(actor.acting_person_id)],
        "children": [{"id": str(child.pk), "name": child.name} for child in people.children(actor)],
    }


@api.get("/health", auth=None)
def health_show(request: HttpRequest) -> JsonResponse:
    """Well or not; each part by name for who shows the health token."""
    parts = health_checks.health_report()
    well = all(parts.values())
    shown = request.headers.get("Authorization", "")
    told = settings.HEALTH_TOKEN and hmac.compare_digest(shown.encode(), f"Bearer {settings.HEALTH_TOKEN}".encode())
    return JsonResponse({"ok": well, **(parts if told else {})}, status=200 if well else 503)


def without_login_redirect(patterns: list) -> list:
    """Ninja answers 401 itself; the sign-in page's redirect is for people."""
    for pattern in patterns:
        if hasattr(pattern, "callback"):
            login_not_required(pattern.callback)
    return patterns


urls: tuple = (without_login_redirect(api.urls[0]), *api.urls[1:])
