"""Forms that several of these tests send."""

from datetime import timedelta

from django.urls import reverse

from cocare.core import clock
from cocare.people.enums import Capacity, RestrictionKind, RestrictionScope, Role
from cocare.people.models import Guardianship
from tests import factories as make

PHONE_OF_NEWCOMER = "13900003333"


def guardianship_of(person):
    return Guardianship.objects.get(person=person)


def document(**given):
    until = clock.today() + timedelta(days=100)
    return {
        "kind": RestrictionKind.PROTECTION_ORDER,
        "scope": RestrictionScope.ALL,
        "document_no": "(2026)澜民保令9号",
        "since": clock.today().isoformat(),
        "until": until.isoformat(),
        **given,
    }


def submit_document(cast, person, **given):
    """The principal hands in a document about a guardian."""
    url = reverse("people:guardianship_change.create", args=[guardianship_of(person).pk])
    return make.client(cast.principal).post(url, document(**given))


def start_post(cast, who=None, at=None, **given):
    """The principal, or `who`, gives the newcomer a post."""
    url = reverse("people:post.create", args=[(at or cast.school).pk])
    data = {
        "phone": PHONE_OF_NEWCOMER,
        "role": Role.SUBJECT_TEACHER,
        "school_class": cast.class_2.pk,
        "subject": "英语",
        "since": clock.today().isoformat(),
        **given,
    }
    return make.client(who or cast.principal).post(url, data)


def issue_slip(who, child, **given):
    capacity = Capacity.TEACHER if who.posts.filter(role=Role.HEAD_TEACHER).exists() else None
    url = reverse("people:claim_code.issue", args=[child.pk])
    return make.client(who, capacity).post(url, {"relation": "father", **given})


def entrust(who, child, **given):
    until = clock.today() + timedelta(days=30)
    data = {"name": "陈桂英", "phone": "13900001111", "relation": "grandparent", "until": until.isoformat(), **given}
    return make.client(who).post(reverse("people:entrusted_care.create", args=[child.pk]), data)
