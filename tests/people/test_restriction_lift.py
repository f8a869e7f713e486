"""What a document took is given back."""

import pytest
from django.urls import reverse

from cocare.people import queries
from cocare.people.models import CustodyRestriction
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_lifting_gives_everything_back_at_once(cast, heard):
    url = reverse("people:restriction.lift", args=[CustodyRestriction.objects.get().pk])
    browser = make.client(cast.principal)
    assert browser.post(url, {"document_no": ""}).status_code == 422
    assert browser.post(url, {"document_no": "(2026)澜民变2号"}).status_code == 303
    assert list(queries.pupils(make.actor(cast.xu_heng))) == [cast.xiaoman]
    assert heard["authority"] == [cast.xu_heng.pk]
    assert browser.post(url, {"document_no": "again"}).status_code == 409
