"""Writing and settling notices."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from cocare.core import clock
from cocare.core.access import Actor, visible
from cocare.people.models import Guardianship
from cocare.people.queries import capacities
from cocare.people.rules import unrestricted

from .. import kinds, rules
from ..models import Notification
from . import inboxes, outbox


@transaction.atomic
def notify(
    *,
    person_ids: Iterable[UUID],
    kind: str,
    url: str = "",
    params: dict[str, Any] | None = None,
    capacity: str = "",
    fold: str = "",
    pupil_id: UUID | None = None,
) -> int:
    """Tell people that something is new: rows, inbox versions, frames after the commit. Answers how many were told.

    `kind` must be registered; `url` is a path of ours; `params` hold ids only. With `fold` ("conversation:018f…") an
    unread notice of the same kind counts one more instead of standing there twice. With `pupil_id` nobody is told
    from whom a document in force takes the child, and the notice goes when the authority over the child goes.
    """
    if not kinds.known(kind):
        raise ValueError(f"nobody registered the notice {kind}")
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError("a notice leads to a page of ours")
    people = set(person_ids) - _barred(pupil_id)
    if not people:
        return 0
    versions = inboxes.lock(people)
    same = {"kind": kind, "capacity": capacity, "fold": fold}
    folded = _fold(people, same, url) if fold else set()
    fresh = [
        Notification(
            person_id=person_id, url=url, params=params or {}, pupil_id=pupil_id, created_at=clock.now(), **same
        )
        for person_id in sorted(people - folded)
    ]
    Notification.objects.bulk_create(fresh, batch_size=1000)
    outbox.queue_for(kinds.find(kind), fresh)
    inboxes.changed(versions)
    return len(people)


def _fold(people: set[UUID], same: dict[str, str], url: str) -> set[UUID]:
    """Count one more in the unread notices that are there. The inboxes are locked, so nobody reads them meanwhile."""
    rows = Notification.objects.filter(person_id__in=people, read_at=None, **same)
    found = set(rows.values_list("person_id", flat=True))
    rows.update(times=F("times") + 1, created_at=clock.now(), url=url, shown_at=None)
    return found


def _barred(pupil_id: UUID | None) -> set[UUID]:
    if pupil_id is None:
        return set()
    rows = Guardianship.objects.filter(~unrestricted(), pupil_id=pupil_id)
    return set(rows.values_list("person_id", flat=True))


@transaction.atomic
def mark_read(*, actor: Actor, notification: Notification) -> None:
    """The person opened it. Once read it stays read; a second time changes nothing."""
    versions = inboxes.lock([notification.person_id])
    rows = Notification.objects.filter(pk=notification.pk, person_id=actor.person_id, read_at=None)
    if rows.update(read_at=clock.now()):
        inboxes.changed(versions)


@transaction.atomic
def mark_all_read(*, actor: Actor) -> int:
    """Everything in the capacity the person acts in. Answers how many there were."""
    versions = inboxes.lock([actor.person_id])
    count = visible(Notification, actor, rules.own).filter(read_at=None).update(read_at=clock.now())
    if count:
        inboxes.changed(versions)
    return count


def mark_shown(*, actor: Actor, notifications: Iterable[Notification]) -> None:
    """They stood on the person's screen. No version: nothing that a page shows changes by it."""
    fresh = [notification.pk for notification in notifications if notification.shown_at is None]
    if fresh:
        Notification.objects.filter(pk__in=fresh, person_id=actor.person_id).update(shown_at=clock.now())


@transaction.atomic
def settle(*, person_ids: Iterable[UUID], fold: str, kind: str = "") -> None:
    """The thing itself was seen (a conversation was read): the unread notices about it are read too."""
    rows = Notification.objects.filter(person_id__in=list(person_ids), fold=fold, read_at=None)
    if kind:
        rows = rows.filter(kind=kind)
    people = set(rows.values_list("person_id", flat=True))
    if not people:
        return
    versions = inboxes.lock(people)
    rows.update(read_at=clock.now())
    inboxes.changed(versions)


@transaction.atomic
def retire(*, person_ids: Iterable[UUID]) -> None:
    """Authority changed: unread notices about children whom these people no longer see disappear."""
    rows = Notification.objects.filter(person_id__in=list(person_ids), pupil__isnull=False, read_at=None)
    gone = []
    for person_id, capacity in set(rows.values_list("person_id", "capacity")):
        actors = [
            Actor(person_id=person_id, capacity=one) for one in ([capacity] if capacity else capacities(person_id))
        ]
        seen = reduce(or_, (rules.own.rows(actor) for actor in actors))
        gone += rows.filter(person_id=person_id, capacity=capacity).exclude(seen).values_list("pk", "person_id")
    if not gone:
        return
    versions = inboxes.lock({person_id for _, person_id in gone})
    Notification.objects.filter(pk__in=[pk for pk, _ in gone]).delete()
    inboxes.changed(versions)
