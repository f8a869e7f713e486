"""Entrusted care ends at once."""

import pytest
from django.urls import reverse

from cocare.people import queries
from cocare.people.enums import Capacity
from cocare.people.models import CareArrangement
from tests import factories as make

from .posting import entrust

pytestmark = pytest.mark.django_db


def test_the_end_is_at_once_and_once(cast, heard):
    care = CareArrangement.objects.get(caregiver=cast.wang_xiuzhen)
    browser, url = make.client(cast.he_miao), reverse("people:entrusted_care.end", args=[care.pk])
    for _ in range(2):
        assert browser.post(url).status_code == 303
    assert heard["authority"] == [cast.wang_xiuzhen.pk]
    assert not queries.pupils(make.actor(cast.wang_xiuzhen, Capacity.CAREGIVER)).exists()


def test_care_given_today_ends_today(cast):
    entrust(cast.lin_lan, cast.xiaoman)
    care = CareArrangement.objects.get(pupil=cast.xiaoman)
    make.client(cast.lin_lan).post(reverse("people:entrusted_care.end", args=[care.pk]))
    assert not queries.pupils(make.actor(care.caregiver, Capacity.CAREGIVER)).exists()
