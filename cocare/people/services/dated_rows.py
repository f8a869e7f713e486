"""The end of dated rows."""

from datetime import timedelta

from cocare.core import clock
from cocare.core.validity_period import Dated


def is_over(row: Dated) -> bool:
    """Return whether the row's last day has passed."""
    return row.until is not None and row.until < clock.today()


def end_at_once(row: Dated) -> None:
    """End a dated row now. A day is the smallest unit, so its last day becomes yesterday.

    What began only today then stands as one day that is over; the audit trail has the real times.
    """
    yesterday = clock.today() - timedelta(days=1)
    row.since, row.until = min(row.since, yesterday), yesterday
    row.save(update_fields=["since", "until"])
