"""A slip is withdrawn."""

import pytest
from django.urls import reverse

from cocare.people.enums import Capacity
from cocare.people.models import ClaimCode
from tests import factories as make

from .posting import issue_slip

pytestmark = pytest.mark.django_db


def test_a_withdrawn_slip_is_worthless(cast):
    text = issue_slip(cast.zhou_jing, cast.yuze).context["text"]
    url = reverse("people:claim_code.withdraw", args=[ClaimCode.objects.get().pk])
    assert make.client(cast.zhou_jing, Capacity.TEACHER).post(url).status_code == 303
    assert make.client(make.person()).post("/people/children/claim/", {"code": text}).status_code == 422
