"""Small things that several services do with dated rows."""

from datetime import timedelta
from uuid import UUID

from cocare.core import clock, signals
from cocare.core.validity_period import Dated


def is_over(row: Dated) -> bool:
    return row.until is not None and row.until < clock.today()


def stop(row: Dated) -> None:
    """End a dated row at once. A day is the smallest unit, so its last day becomes yesterday; what began only
    today then stands as one day that is over, and the audit trail has the real times."""
    last = clock.today() - timedelta(days=1)
    row.since, row.until = min(row.since, last), last
    row.save(update_fields=["since", "until"])


def tell(*person_ids: UUID) -> None:
    """Let open pages and sockets of these people look again at what they may see."""
    signals.announce("authority.changed", person_ids=list(person_ids))
