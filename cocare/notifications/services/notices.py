"""Writing and settling notices."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from cocare.core import clock
from cocare.core.access import Actor, visible
from cocare.people.models import Guardianship
from cocare.people.queries import capacities
from cocare.people.rules import unrestricted

from .. import kinds, rules
from ..models import Notification
from . import inboxes, outbox

# One more for each unread notice of the same fold that is there; answers which those are.
FOLD = """
UPDATE notifications_notification AS known
SET times = known.times + 1, created_at = %s, shown_at = NULL, url = told.url
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) AS told(person, capacity, fold, url)
WHERE known.person_id = told.person AND known.capacity = told.capacity AND known.fold = told.fold AND known.fold <> ''
  AND known.kind = %s AND known.read_at IS NULL
RETURNING known.person_id, known.capacity, known.fold
"""

Place = tuple[UUID, str, str]


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to one person, as `notify` describes its parts."""

    person_id: UUID
    capacity: str = ""
    url: str = ""
    fold: str = ""
    pupil_id: UUID | None = None

    @property
    def place(self) -> Place:
        return self.person_id, self.capacity, self.fold


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
    notices = {Notice(person_id, capacity, url, fold, pupil_id) for person_id in person_ids}
    return notify_all(kind=kind, notices=notices, params=params)


@transaction.atomic
def notify_all(*, kind: str, notices: Collection[Notice], params: dict[str, Any] | None = None) -> int:
    """`notify` for many people and many things at once: as many queries as for one, one frame to each person."""
    if not kinds.known(kind):
        raise ValueError(f"nobody registered the notice {kind}")
    if any(one.url and (not one.url.startswith("/") or one.url.startswith("//")) for one in notices):
        raise ValueError("a notice leads to a page of ours")
    barred = _barred({one.pupil_id for one in notices} - {None})
    told = [one for one in notices if (one.person_id, one.pupil_id) not in barred]
    if not told:
        return 0
    versions = inboxes.lock(one.person_id for one in told)
    folded = _fold(kind, [one for one in told if one.fold])
    rows = [
        Notification(
            person_id=one.person_id,
            capacity=one.capacity,
            kind=kind,
            params=params or {},
            url=one.url,
            fold=one.fold,
            pupil_id=one.pupil_id,
            created_at=clock.now(),
        )
        for one in sorted(told, key=lambda one: one.place)
        if one.place not in folded
    ]
    Notification.objects.bulk_create(rows, batch_size=1000)
    outbox.queue_for(kinds.find(kind), rows)
    inboxes.changed(versions)
    return len(told)


def _fold(kind: str, notices: list[Notice]) -> set[Place]:
    """Count one more in the unread notices that are there. The inboxes are locked, so nobody reads them meanwhile."""
    if not notices:
        return set()
    columns = zip(*((one.person_id, one.capacity, one.fold, one.url) for one in notices), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(FOLD, [clock.now(), *map(list, columns), kind])
        return set(cursor.fetchall())


def _barred(pupils: set[UUID | None]) -> set[tuple[UUID, UUID | None]]:
    """(person, pupil) of those from whom a document takes the child."""
    if not pupils:
        return set()
    return set(Guardianship.objects.filter(~unrestricted(), pupil__in=pupils).values_list("person_id", "pupil_id"))


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
def settle(seen: Collection[tuple[UUID, str]]) -> None:
    """The things themselves were seen (a conversation was read): each person's unread notices of that fold are read."""
    places = set(seen)
    people, folds = {person_id for person_id, _ in places}, {fold for _, fold in places}
    rows = Notification.objects.filter(person_id__in=people, fold__in=folds, read_at=None)
    found = rows.values_list("pk", "person_id", "fold")
    unread = {pk: person_id for pk, person_id, fold in found if (person_id, fold) in places}
    if not unread:
        return
    versions = inboxes.lock(unread.values())
    Notification.objects.filter(pk__in=unread, read_at=None).update(read_at=clock.now())
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
        seen = reduce(or_, (rules.own.condition(actor) for actor in actors))
        gone += rows.filter(person_id=person_id, capacity=capacity).exclude(seen).values_list("pk", "person_id")
    if not gone:
        return
    versions = inboxes.lock({person_id for _, person_id in gone})
    Notification.objects.filter(pk__in=[pk for pk, _ in gone]).delete()
    inboxes.changed(versions)
