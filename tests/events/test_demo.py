"""The demo's showcases, on the demo's people."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cocare.core import planner_statistics
from cocare.people.demo import build
from events import demo
from events.models import Award, Entry, Score, ScoreSheet, Showcase
from events.queries.results import result_board
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_last_years_result_this_years_jury_and_an_open_call():
    district = build(datetime(2026, 11, 24, 3, tzinfo=UTC))
    demo.seed(district)
    planner_statistics.refresh_planner_statistics()
    states = dict(Showcase.objects.values_list("code", "state"))
    assert states == {"GY": "certificates_issued", "ZT": "blind_reviewing", "WK": "submission_open"}
    assert Entry.objects.filter(showcase__code="ZT").count() == 12
    assert Award.objects.filter(number__startswith="2025-GY-").count() == 7
    assert set(ScoreSheet.objects.values_list("entry__showcase__code", flat=True)) == {"ZT"}
    assert ScoreSheet.objects.count() == 36
    assert not Score.objects.exclude(value__range=(1, 10)).exists()
    assert len(result_board(Showcase.objects.get(code="ZT"))) == 12
    juror = make.client(district.person("19900000009"))
    queue = juror.get(reverse("events:judging.list")).context["queues"][0]
    assert (len(queue.tasks), queue.done) == (12, 3)
    page = juror.get(reverse("events:sheet.edit", kwargs={"pk": queue.next.sheet.pk})).content.decode()
    for organisation in district.schools.values():
        assert organisation.short_name not in page
    for person in [*district.head_of.values(), district.person("19900000003")]:
        assert person.name not in page
