"""One's own page, the file of one's own data, and the switch between capacities."""

import json

import pytest
from django.urls import reverse

from cocare.core.models import AuditEvent
from cocare.people.enums import Capacity
from tests import factories as make

pytestmark = pytest.mark.django_db
ME = "/people/me/"


def test_the_number_is_masked_and_the_capacities_are_there(cast):
    make.account(cast.zhou_jing, "+8613900006666")
    page = make.client(cast.zhou_jing, Capacity.TEACHER).get(ME).content.decode()
    assert "周静" in page
    assert "13900006666" not in page
    assert "139 •••• 6666" in page
    assert reverse("people:capacity.switch") in page


def test_who_has_one_capacity_gets_no_switch(cast):
    page = make.client(cast.lin_lan).get(ME).content.decode()
    assert reverse("people:capacity.switch") not in page


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


def test_the_file_holds_the_own_data_and_nobody_elses(cast):
    answer = make.client(cast.he_miao).get(reverse("people:profile.export"))
    assert "attachment" in answer["Content-Disposition"]
    data = json.loads(answer.content)
    assert data["person"]["name"] == "何苗"
    assert [child["name"] for child in data["children"]] == ["何雨泽"]
    text = answer.content.decode()
    assert "王秀珍" not in text
    assert "许小满" not in text
    assert AuditEvent.objects.filter(verb="profile.export", person_id=cast.he_miao.pk).exists()


def test_a_restricted_guardian_reads_nothing_about_the_child_there_either(cast):
    assert "许小满" not in make.client(cast.xu_heng).get(reverse("people:profile.export")).content.decode()
