"""Writing notices: one to each person, or one more counted in the unread one that is there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from cocare.core import clock
from cocare.people.models import Guardianship
from cocare.people.rules import no_full_restriction

from .. import kinds
from ..models import Notification
from . import inboxes, outbox

# Counts one more in each unread notice with the same key, and returns which those are.
COUNT_ONE_MORE = """
UPDATE notifications_notification AS unread
SET times = unread.times + 1, created_at = %s, shown_at = NULL, url = new.url
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) AS new(person, capacity, collapse_key, url)
WHERE unread.person_id = new.person AND unread.capacity = new.capacity
  AND unread.collapse_key = new.collapse_key AND unread.collapse_key <> ''
  AND unread.kind = %s AND unread.read_at IS NULL
RETURNING unread.person_id, unread.capacity, unread.collapse_key
"""

CollapseTarget = tuple[UUID, str, str]
"""(person, capacity, collapse key): among the notices of a kind at most one such is unread."""


@dataclass(frozen=True, slots=True)
class NewNotification:
    """One notice to one person, as `notify` describes its parts."""

    person_id: UUID
    capacity: str = ""
    url: str = ""
    collapse_key: str = ""
    pupil_id: UUID | None = None

    @property
    def target(self) -> CollapseTarget:
        return self.person_id, self.capacity, self.collapse_key

    @property
    def leads_outside(self) -> bool:
        return bool(self.url) and (not self.url.startswith("/") or self.url.startswith("//"))


def notify(
    *,
    person_ids: Iterable[UUID],
    kind: str,
    url: str = "",
    params: dict[str, Any] | None = None,
    capacity: str = "",
    collapse_key: str = "",
    pupil_id: UUID | None = None,
) -> int:
    """Tell people that something is new: rows, inbox versions, frames after the commit. Return how many were told.

    `kind` must be registered; `url` is a path of ours; `params` hold ids only. With `collapse_key`
    ("conversation:018f…") an unread notice of the same kind counts one more instead of standing there twice. With
    `pupil_id` nobody is told from whom a document in force takes the child, and the notice goes when the authority
    over the child goes.
    """
    notices = {NewNotification(person_id, capacity, url, collapse_key, pupil_id) for person_id in person_ids}
    return notify_many(kind=kind, notices=notices, params=params)


@transaction.atomic
def notify_many(*, kind: str, notices: Collection[NewNotification], params: dict[str, Any] | None = None) -> int:
    """`notify` for many people and many things at once: as many queries as for one, one frame to each person."""
    if not kinds.is_registered(kind):
        raise ValueError(f"nobody registered the notice {kind}")
    if any(notice.leads_outside for notice in notices):
        raise ValueError("a notice leads to a page of ours")
    barred = _barred({notice.pupil_id for notice in notices} - {None})
    allowed = [notice for notice in notices if (notice.person_id, notice.pupil_id) not in barred]
    if not allowed:
        return 0
    locked = inboxes.lock_inboxes(notice.person_id for notice in allowed)
    collapsed = _collapse(kind, [notice for notice in allowed if notice.collapse_key])
    rows = [
        Notification(
            person_id=notice.person_id,
            capacity=notice.capacity,
            kind=kind,
            params=params or {},
            url=notice.url,
            collapse_key=notice.collapse_key,
            pupil_id=notice.pupil_id,
            created_at=clock.now(),
        )
        for notice in sorted(allowed, key=lambda notice: notice.target)
        if notice.target not in collapsed
    ]
    Notification.objects.bulk_create(rows, batch_size=1000)
    outbox.queue_notifications(kinds.find(kind), rows)
    inboxes.bump_inboxes(locked)
    return len(allowed)


def _collapse(kind: str, notices: list[NewNotification]) -> set[CollapseTarget]:
    """Count one more in the unread notices that are there. The inboxes are locked, so nobody reads them meanwhile."""
    if not notices:
        return set()
    parts = [(notice.person_id, notice.capacity, notice.collapse_key, notice.url) for notice in notices]
    columns = [list(column) for column in zip(*parts, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE_MORE, [clock.now(), *columns, kind])
        return set(cursor.fetchall())


def _barred(pupils: set[UUID | None]) -> set[tuple[UUID, UUID | None]]:
    """Return (person, pupil) of those from whom a document takes the child."""
    if not pupils:
        return set()
    return set(
        Guardianship.objects.filter(~no_full_restriction(), pupil__in=pupils).values_list("person_id", "pupil_id")
    )
