"""The file of one's own data."""

import json

import pytest
from django.urls import reverse

from cocare.core.models import AuditEvent
from tests import factories as make

pytestmark = pytest.mark.django_db
ME = "/people/me/"


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
