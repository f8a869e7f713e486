from datetime import date

import pytest

from cocare.core import working_days

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-09-17", 5, "2026-09-23"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-23", 5, "2026-10-08"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-09", 1, "2026-10-10"),
        ("2026-10-09", 5, "2026-10-15"),
        ("2026-11-20", 5, "2026-11-27"),
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-11-23", 15, "2026-12-14"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 5, "2026-02-27"),
    ],
)
def test_a_term_of_working_days(start, days, last):
    found = working_days.working_day_deadline(date.fromisoformat(start), days)
    assert (found.day, found.provisional) == (date.fromisoformat(last), False)


def test_a_term_into_a_year_without_calendar_is_provisional():
    assert working_days.working_day_deadline(date(2026, 12, 31), 1).provisional


def test_2026_has_248_working_days():
    assert working_days.working_day_deadline(date(2025, 12, 31), 248).day == date(2026, 12, 31)
    assert working_days.working_day_deadline(date(2025, 12, 31), 249).day > date(2026, 12, 31)
