"""A document about a guardian is handed in, by the school's leadership."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cocare.core import clock
from cocare.people.enums import (
    RestrictionKind,
)
from cocare.people.models import GuardianshipChange
from tests import factories as make

from .posting import document, guardianship_of, submit_document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("document_no", ""),
        ("document_no", "9" * 61),
        ("kind", "word of mouth"),
        ("scope", "<b>"),
        ("since", "yesterday"),
        ("since", "0001-01-01"),
        ("until", "9999-12-31"),
        ("until", ""),
        ("until", "2000-01-01"),
    ],
)
def test_bad_documents_get_a_sentence_at_the_field(cast, field, value):
    answer = submit_document(cast, cast.he_miao, **{field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not GuardianshipChange.objects.exists()


def test_a_protection_order_lasts_six_months_at_most(cast):
    late = clock.today() + timedelta(days=200)
    assert submit_document(cast, cast.he_miao, until=late.isoformat()).status_code == 422
    assert (
        submit_document(cast, cast.he_miao, until=late.isoformat(), kind=RestrictionKind.CUSTODY_CHANGE).status_code
        == 303
    )


def test_nobody_decides_about_the_other_parent_of_the_own_child(cast):
    make.guardian(cast.yuze, who=cast.principal)
    assert submit_document(cast, cast.he_miao).status_code == 409
    assert not GuardianshipChange.objects.exists()


def test_a_document_of_another_schools_child_is_not_there(cast):
    url = reverse("people:guardianship_change.create", args=[guardianship_of(cast.stranger).pk])
    assert make.client(cast.principal).post(url, document()).status_code == 404
