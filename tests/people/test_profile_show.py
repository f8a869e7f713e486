"""One's own page."""

import pytest
from django.urls import reverse

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
