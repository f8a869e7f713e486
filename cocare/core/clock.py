"""The one clock: aware UTC instants, Shanghai calendar days, and a way for tests to set both."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone

ZONE = ZoneInfo("Asia/Shanghai")
SCHOOL_YEAR_STARTS = 9  # month; a school year carries the number of the calendar year it starts in

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """Return this instant, aware, in UTC."""
    return _frozen.get() or timezone.now()


def today() -> date:
    """Return the calendar day in the district (Asia/Shanghai)."""
    frozen = _frozen.get()
    return frozen.astimezone(ZONE).date() if frozen else _day_of(int(time.time()) // 3600)


@lru_cache(maxsize=2)
def _day_of(hour: int) -> date:
    """Return the day of an hour. Cached, since every rule asks; a Shanghai day begins at a full hour of UTC."""
    return datetime.fromtimestamp(hour * 3600, ZONE).date()


def school_year(day: date | None = None) -> int:
    """Return the year in which the school year of `day` began: 2026-08-31 → 2025, 2026-09-01 → 2026."""
    day = day or today()
    return day.year if day.month >= SCHOOL_YEAR_STARTS else day.year - 1


@contextmanager
def freeze(moment: datetime) -> Iterator[None]:
    """Make `now()` return `moment` (aware) within the block. For tests and for seeding a past."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
