"""A guardianship ends: a wrong claim, or what a document ends."""

import pytest
from django.urls import reverse

from cocare.people import queries, services
from cocare.people.enums import (
    Capacity,
    Relation,
)
from cocare.people.models import Guardianship
from tests import factories as make

from .posting import guardianship_of

pytestmark = pytest.mark.django_db


def end(who, link, capacity=None, **data):
    return make.client(who, capacity).post(reverse("people:guardianship.end", args=[link.pk]), data)


def claimed_by(cast, person):
    actor = make.actor(cast.zhou_jing, Capacity.TEACHER)
    _code, text = services.issue_claim_code(actor=actor, pupil=cast.yuze, relation=Relation.OTHER)
    return services.claim_child(actor=make.actor(person), text=text)


def test_a_claim_by_the_wrong_person_is_undone_by_the_head_teacher_the_same_day(cast, heard):
    wrong = make.person("走错门")
    link = claimed_by(cast, wrong)
    assert end(cast.zhou_jing, link, Capacity.TEACHER).status_code == 303
    assert not queries.pupils(make.actor(wrong)).exists()
    assert heard["authority"] == [wrong.pk, wrong.pk]
    assert Guardianship.objects.filter(pk=link.pk).exists()


def test_an_old_guardianship_ends_by_document_only(cast):
    link = guardianship_of(cast.he_miao)
    assert end(cast.zhou_jing, link, Capacity.TEACHER).status_code == 403
    assert end(cast.principal, link).status_code == 422
    assert end(cast.principal, link, document_no="(2026)澜民撤1号").status_code == 303
    assert end(cast.principal, link, document_no="(2026)澜民撤1号").status_code == 409
    assert not queries.pupils(make.actor(cast.he_miao)).exists()
