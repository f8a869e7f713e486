"""Working days of the State Council's calendar: weekends and public holidays off, make-up days on.

A term of N working days starts on the day after the event (Civil Code, articles 201 and 203).
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from .models import CalendarDay

SATURDAY = 5
SHIPPED = Path(__file__).parent / "calendars"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day, and whether it rests on a year whose calendar has not been imported yet."""

    day: date
    provisional: bool


def working_day_deadline(start: date, days: int) -> Deadline:
    """Return the last day of a term of `days` (at least 1) working days after `start`. Two queries."""
    if days < 1:
        raise ValueError("a term has at least one working day")
    horizon = start + timedelta(days=days * 3 + 30)
    special = dict(CalendarDay.objects.filter(date__gt=start, date__lte=horizon).values_list("date", "kind"))
    imported = set(CalendarDay.objects.values_list("date__year", flat=True).distinct())
    day, left = start, days
    while left:
        day += timedelta(days=1)
        kind = special.get(day)
        if kind == CalendarDay.Kind.MAKEUP or (kind is None and day.weekday() < SATURDAY):
            left -= 1
    return Deadline(day, provisional=not {start.year, day.year} <= imported)


@transaction.atomic
def import_calendar_year(data: dict) -> int:
    """Replace one year by `{"year", "source", "holidays": [[first, last], …], "makeup_workdays": [day, …]}`.

    Days are ISO dates. Return how many days differ from their weekday. Raise ValueError for a day outside the year.
    """
    days = {date.fromisoformat(text): CalendarDay.Kind.MAKEUP for text in data["makeup_workdays"]}
    for first, last in data["holidays"]:
        day, end = date.fromisoformat(first), date.fromisoformat(last)
        while day <= end:
            days[day] = CalendarDay.Kind.HOLIDAY
            day += timedelta(days=1)
    if any(day.year != data["year"] for day in days):
        raise ValueError("a day lies outside the calendar's year")
    CalendarDay.objects.filter(date__year=data["year"]).delete()
    rows = [CalendarDay(date=day, kind=kind, source=data.get("source", "")) for day, kind in days.items()]
    return len(CalendarDay.objects.bulk_create(rows))


def import_shipped_calendars() -> int:
    """Import every calendar that comes with the program."""
    return sum(import_calendar_year(json.loads(path.read_text())) for path in sorted(SHIPPED.glob("*.json")))
