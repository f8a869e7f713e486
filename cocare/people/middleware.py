from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from cocare.core.access import ANONYMOUS, Actor, asked_once

from . import queries

SESSION_CAPACITY = "capacity"


def actor_of(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return ANONYMOUS
    return queries.actor_for(
        request.user,
        wanted=request.session.get(SESSION_CAPACITY, ""),
        session_key=request.session.session_key or "",
    )


class ActorMiddleware:
    """Set `request.actor`: who acts and in which capacity, looked up once and only where it is asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]  # declared by core.http.Request
        # What this person reaches is asked once for all that one answer needs.
        with asked_once():
            return self.get_response(request)
