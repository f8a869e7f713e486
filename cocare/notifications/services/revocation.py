"""Notices about a child go when the authority over the child goes."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cocare.core.access import Actor
from cocare.people.queries import capacities

from .. import rules
from ..models import Notification
from . import inboxes


@transaction.atomic
def delete_unread_about_hidden_pupils(*, person_ids: Iterable[UUID]) -> None:
    """Authority changed: delete unread notices about children whom these people no longer see."""
    rows = Notification.objects.filter(person_id__in=list(person_ids), pupil__isnull=False, read_at=None)
    hidden: dict[UUID, UUID] = {}
    for person_id, capacity in set(rows.values_list("person_id", "capacity")):
        hidden |= _hidden(rows.filter(person_id=person_id, capacity=capacity), person_id, capacity)
    if not hidden:
        return
    locked = inboxes.lock_inboxes(hidden.values())
    Notification.objects.filter(pk__in=hidden).delete()
    inboxes.bump_inboxes(locked)


def _hidden(rows: QuerySet[Notification], person_id: UUID, capacity: str) -> dict[UUID, UUID]:
    """Return {notice: person} of those that the person sees in no capacity in which they are meant."""
    meant = [capacity] if capacity else capacities(person_id)
    seen = reduce(or_, (rules.own.condition(Actor(person_id=person_id, capacity=name)) for name in meant))
    return dict(rows.exclude(seen).values_list("pk", "person_id"))
