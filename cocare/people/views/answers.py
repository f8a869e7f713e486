"""How this room's views answer: a result is said once, a refusal stays where it belongs."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from cocare.core.errors import DomainError, NotFound

SEE_OTHER = 303


def goto(name: str, *args) -> HttpResponse:
    """Redirect after a write (303)."""
    answer = HttpResponseRedirect(reverse(name, args=args))
    answer.status_code = SEE_OTHER
    return answer


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was filled with, also when that is nothing at all; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def attempt(request: HttpRequest, done: str, act: Callable[[], object]) -> bool:
    """Run a service for a plain button; say `done`, or what it refuses. Answers whether it was done."""
    try:
        act()
    except NotFound:
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.text))
        return False
    messages.success(request, done)
    return True


def only_for(request: HttpRequest, *capacities: str) -> None:
    """A place that exists only for these capacities. Raises NotFound for the others."""
    if request.actor.capacity not in capacities:
        raise NotFound
