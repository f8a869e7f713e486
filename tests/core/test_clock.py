from datetime import UTC, date, datetime

import pytest

from cocare.core import clock
from cocare.people.enums import Stage
from cocare.people.models import SchoolClass


def at(text):
    return clock.freeze(datetime.fromisoformat(text).replace(tzinfo=UTC))


def test_the_day_is_the_districts_not_londons():
    with at("2026-11-23T16:30:00"):
        assert clock.today() == date(2026, 11, 24)


@pytest.mark.parametrize(("day", "year"), [("2026-08-31", 2025), ("2026-09-01", 2026), ("2027-01-15", 2026)])
def test_the_school_year_starts_in_september(day, year):
    assert clock.school_year(date.fromisoformat(day)) == year


@pytest.mark.parametrize(
    ("stage", "entry_year", "name"),
    [
        (Stage.PRIMARY, 2024, "三年级2班"),
        (Stage.PRIMARY, 2021, "六年级2班"),
        (Stage.JUNIOR, 2026, "七年级2班"),
        (Stage.SENIOR, 2026, "高一2班"),
        (Stage.KINDERGARTEN, 2025, "中班2班"),
        (Stage.PRIMARY, 2019, "2019级2班"),
    ],
)
def test_a_class_is_named_by_its_grade_of_this_year(stage, entry_year, name):
    with at("2026-11-24T02:00:00"):
        assert SchoolClass(stage=stage, entry_year=entry_year, number=2).name == name


def test_the_same_class_is_a_grade_older_after_the_summer():
    with at("2027-09-01T02:00:00"):
        assert SchoolClass(stage=Stage.PRIMARY, entry_year=2024, number=2).name == "四年级2班"
