"""A child's page for the school."""

import pytest
from django.urls import reverse

from cocare.core.models import AuditEvent
from cocare.people.enums import (
    Capacity,
)
from cocare.people.models import CustodyRestriction, GuardianshipChange
from tests import factories as make

from .posting import guardianship_of

pytestmark = pytest.mark.django_db


def show(who, child, capacity=None):
    return make.client(who, capacity).get(reverse("people:pupil.show", args=[child.pk]))


def test_opening_is_on_record_without_a_name(cast):
    show(cast.zhou_jing, cast.xiaoman, Capacity.TEACHER)
    event = AuditEvent.objects.get(verb="pupil.open")
    assert (event.person_id, event.subject_id, event.facts) == (cast.zhou_jing.pk, cast.xiaoman.pk, {})


def test_a_refused_opening_is_no_opening(cast):
    assert show(cast.stranger, cast.xiaoman).status_code == 404
    assert not AuditEvent.objects.filter(verb="pupil.open").exists()


def test_who_is_told_that_a_document_is_in_force(cast):
    subject = show(cast.luo_ping, cast.xiaoman).content.decode()
    head = show(cast.zhou_jing, cast.xiaoman, Capacity.TEACHER).content.decode()
    principal = show(cast.principal, cast.xiaoman).content.decode()
    number = CustodyRestriction.objects.get().document_no
    assert "许恒" not in subject
    assert "许恒" in head
    assert number not in head
    assert number in principal


def test_queries_do_not_grow(cast, count_queries):
    browser, url = make.client(cast.principal), reverse("people:pupil.show", args=[cast.xiaoman.pk])
    one = count_queries(browser, url)
    for _ in range(29):
        link = guardianship_of(make.guardian(cast.xiaoman))
        GuardianshipChange.objects.create(
            guardianship=link, kind="custody_change", scope="all", document_no="1", submitted_by=cast.principal
        )
    assert count_queries(browser, url) == one
