"""Who finds this room's places."""

from django.http import HttpRequest

from cocare.core.errors import NotFound


def only_for(request: HttpRequest, *capacities: str) -> None:
    """A place that exists only for these capacities. Raises NotFound for the others."""
    if request.actor.capacity not in capacities:
        raise NotFound
