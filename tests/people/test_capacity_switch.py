"""The switch between the capacities of one person."""

import pytest
from django.urls import reverse

from cocare.core.models import AuditEvent
from cocare.people.enums import Capacity
from tests import factories as make

pytestmark = pytest.mark.django_db
ME = "/people/me/"


def test_the_switch_changes_what_is_seen_and_is_on_record(cast):
    browser = make.client(cast.zhou_jing, Capacity.GUARDIAN)
    pupil = reverse("people:pupil.show", args=[cast.xiaoman.pk])
    assert browser.get(pupil).status_code == 404
    answer = browser.post(reverse("people:capacity.switch"), {"capacity": "teacher", "next": ME})
    assert answer["Location"] == ME
    assert browser.get(pupil).status_code == 200
    assert AuditEvent.objects.get(verb="capacity.switch").facts == {"to": "teacher"}


@pytest.mark.parametrize("capacity", ["", "principal", "<b>", "administrator"])
def test_a_capacity_that_is_not_open_does_not_exist(cast, capacity):
    browser = make.client(cast.zhou_jing, Capacity.TEACHER)
    assert browser.post(reverse("people:capacity.switch"), {"capacity": capacity}).status_code == 404


def test_the_switch_leads_to_no_foreign_page(cast):
    browser = make.client(cast.zhou_jing, Capacity.TEACHER)
    for wanted in ("https://example.org/", "//example.org", "javascript:alert(1)"):
        answer = browser.post(reverse("people:capacity.switch"), {"capacity": "teacher", "next": wanted})
        assert answer["Location"] == "/"
