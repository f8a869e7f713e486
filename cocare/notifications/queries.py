"""Reads about notices."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from cocare.core.access import Actor, visible

from . import rules
from .models import Inbox, Notification, Preference


def notifications(actor: Actor) -> QuerySet[Notification]:
    """The actor's notices, newest first."""
    return visible(Notification, actor, rules.own).order_by("-created_at", "-id")


def unread_count(actor: Actor) -> int:
    """How many of them wait to be read. One query on the index of unread rows; nothing for who is not signed in."""
    if actor.is_anonymous:
        return 0
    return visible(Notification, actor, rules.own).filter(read_at=None).count()


def unread_elsewhere(actor: Actor) -> dict[str, int]:
    """Unread notices that wait in the person's other capacities, by capacity."""
    rows = Notification.objects.filter(person_id=actor.person_id, read_at=None).exclude(
        capacity__in=("", actor.capacity)
    )
    return dict(rows.values_list("capacity").annotate(n=Count("pk")).order_by("capacity"))


def unread_of(person_ids: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """Unread notices of many people by capacity ("" is any), for the frames that tell them. One query."""
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    rows = Notification.objects.filter(person_id__in=person_ids, read_at=None)
    for person_id, capacity, count in rows.values_list("person_id", "capacity").annotate(n=Count("pk")).order_by():
        found[person_id][capacity] = count
    return found


def version(person_id: UUID) -> int:
    """The version of the person's inbox: 0 until the first notice."""
    return Inbox.objects.filter(person_id=person_id).values_list("version", flat=True).first() or 0


def preferences(actor: Actor) -> dict[tuple[str, str], bool]:
    """What the person said about each (kind, route). Kinds without a word keep their own rule."""
    rows = Preference.objects.filter(person_id=actor.person_id).values_list("kind", "route", "wanted")
    return {(kind, route): wanted for kind, route, wanted in rows}
