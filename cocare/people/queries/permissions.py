"""Which buttons a page has."""

from uuid import UUID

from django.db.models import Model

from cocare.core.access import Actor, Rule, visible


def is_allowed(model: type[Model], actor: Actor, pk: UUID, rule: Rule) -> bool:
    """Return whether a rule gives the actor this row: to show a button, never to protect anything."""
    return visible(model, actor, rule).filter(pk=pk).exists()
