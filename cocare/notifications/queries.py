"""Reads about notices."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from cocare.core.access import Actor, visible

from . import kinds, rules
from .models import Notification, Preference


def notifications(actor: Actor) -> QuerySet[Notification]:
    """Return the actor's notices, newest first."""
    return visible(Notification, actor, rules.own).order_by("-created_at", "-id")


def unread_count(actor: Actor) -> int:
    """Return how many of them wait to be read; 0 for who is not signed in. One query on the index of unread rows."""
    if actor.is_anonymous:
        return 0
    return visible(Notification, actor, rules.own).filter(read_at=None).count()


def unread_in_other_capacities(actor: Actor) -> dict[str, int]:
    """Return how many unread notices wait in the person's other capacities, by capacity."""
    rows = Notification.objects.filter(person_id=actor.acting_person_id, read_at=None).exclude(
        capacity__in=("", actor.capacity)
    )
    return dict(rows.values_list("capacity").annotate(n=Count("pk")).order_by("capacity"))


def unread_by_person(person_ids: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """Return each person's unread notices by capacity ("" is any), for the frames that tell them. One query."""
    unread: dict[UUID, dict[str, int]] = defaultdict(dict)
    rows = Notification.objects.filter(person_id__in=person_ids, read_at=None)
    for person_id, capacity, count in rows.values_list("person_id", "capacity").annotate(n=Count("pk")).order_by():
        unread[person_id][capacity] = count
    return unread


def preferences(actor: Actor) -> dict[tuple[str, str], bool]:
    """Return what the person said about each (kind, route). Kinds without a word keep their own rule."""
    rows = Preference.objects.filter(person_id=actor.acting_person_id).values_list("kind", "route", "wanted")
    return {(kind, route): wanted for kind, route, wanted in rows}


def wanted_by_route(kind: kinds.NoticeKind, notifications: Iterable[Notification], route: str) -> list[Notification]:
    """Return those of the notices whose people want this kind by this route. One query."""
    notifications = list(notifications)
    if kind.urgent:
        return notifications if route in kind.routes else []
    preferences = Preference.objects.filter(
        person_id__in=[notification.person_id for notification in notifications], kind=kind.name, route=route
    )
    wanted: dict[UUID, bool] = dict(preferences.values_list("person_id", "wanted"))
    return [notification for notification in notifications if wanted.get(notification.person_id, route in kind.routes)]
