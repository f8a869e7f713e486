"""The page of a person, for the administrator."""

import pytest
from django.urls import reverse

from cocare.core.models import AuditEvent
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_page_of_a_person_names_no_child(cast, admin):
    make.account(cast.lin_lan)
    page = admin.get(reverse("people:person.show", args=[cast.lin_lan.pk])).content.decode()
    assert "林岚" in page
    assert "许小满" not in page
    assert AuditEvent.objects.filter(verb="person.open", subject_id=cast.lin_lan.pk).exists()
