"""Times the way people say them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from cocare.core import clock
from cocare.web import charts, date_text
from cocare.web.initials import initials

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 20, 0, tzinfo=SHANGHAI)  # a Tuesday


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("when", "chinese", "english"),
    [
        (at(2026, 11, 24, 18, 5), "今天 18:05", "Today 18:05"),
        (at(2026, 11, 23, 7, 52), "昨天 07:52", "Yesterday 07:52"),
        (at(2026, 11, 25, 16, 30), "明天 16:30", "Tomorrow 16:30"),
        (at(2026, 11, 27, 18, 0), "周五 18:00", "Fri 18:00"),
        (at(2026, 12, 1, 9, 0), "12月1日 09:00", "1 Dec 09:00"),
        (at(2025, 3, 9, 18, 5), "2025年3月9日 18:05", "9 Mar 2025 18:05"),
        (date(2026, 11, 24), "今天", "Today"),
        (None, "", ""),
    ],
)
def test_moments(when, chinese, english):
    with clock.freeze(NOW):
        with override("zh-hans"):
            assert date_text.moment_text(when) == chinese
        with override("en"):
            assert date_text.moment_text(when) == english


def test_a_day_begins_in_shanghai_not_in_greenwich():
    late = datetime(2026, 11, 23, 16, 30, tzinfo=ZoneInfo("UTC"))
    with clock.freeze(NOW), override("zh-hans"):
        assert date_text.moment_text(late) == "今天 00:30"


@pytest.mark.parametrize(
    ("name", "last", "shown"),
    [("林岚", False, "林"), ("许小满", True, "满"), ("Ann Lee", False, "AL"), ("", False, "")],
)
def test_initials(name, last, shown):
    assert initials(name, last=last) == shown


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_the_water_stops_at_the_next_stop(count):
    stops = [("done", "✓"), *[("", str(n)) for n in range(2, count + 1)]]
    placed, flow = charts.bend_stops(stops)
    assert len(placed) == count
    assert flow == charts.SHARES[count][0]
    assert [stop.x for stop in placed] == sorted(stop.x for stop in placed)


def test_a_chart_stays_inside_its_frame():
    chart = charts.line_chart_geometry([{"name": "a", "values": [0, 7, 30], "tone": "river"}], ["1", "2", "3"])
    assert all(
        0 <= x <= chart["width"] and 0 <= y <= chart["height"] for line in chart["lines"] for x, y, _value in line.dots
    )
