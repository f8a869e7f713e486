"""Whom one may write to."""

from django.db.models import QuerySet, Value

from cocare.core.access import Actor, visible
from cocare.people.models import Person

from .. import rules


def reachable(actor: Actor, text: str = "") -> QuerySet[Person]:
    """Return the people the actor may write to directly, each once for each `capacity`, by name."""
    by_capacity = [
        visible(Person.objects.filter(name__icontains=text), actor, rule).annotate(capacity=Value(str(capacity)))
        for capacity, rule in rules.REACHES.items()
    ]
    return by_capacity[0].union(*by_capacity[1:]).order_by("name", "id")


def reaches_anyone(actor: Actor) -> bool:
    return reachable(actor).exists()
