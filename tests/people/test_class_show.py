"""A class: the register for its staff, the teachers for its families."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cocare.core import clock
from cocare.people import claim_codes
from cocare.people.enums import Capacity, Relation
from cocare.people.models import ClaimCode
from tests import factories as make

pytestmark = pytest.mark.django_db


def show(who, school_class, capacity=None, page=1):
    url = reverse("people:class.show", args=[school_class.pk])
    return make.client(who, capacity).get(url, {"page": page})


def test_families_see_teachers_and_no_other_family(cast):
    page = show(cast.lin_lan, cast.class_2).content.decode()
    assert "周静" in page
    assert not any(name in page for name in ("何雨泽", "何苗", "许恒", "王秀珍"))


def test_the_register_is_for_staff_and_slips_for_the_head_teacher(cast):
    head, other = (
        show(who, cast.class_2, Capacity.TEACHER).content.decode() for who in (cast.zhou_jing, cast.luo_ping)
    )
    slip = reverse("people:claim_code.issue", args=[cast.yuze.pk])
    assert "何雨泽" in head
    assert "何雨泽" in other
    assert slip in head
    assert slip not in other


def test_the_register_says_how_many_guardians_each_child_has(cast):
    make.guardian(cast.yuze)
    page = show(cast.zhou_jing, cast.class_2, Capacity.TEACHER).context["page"]
    assert {row.pupil: len(row.pupil.linked) for row in page} == {cast.xiaoman: 2, cast.yuze: 2}


def test_a_child_who_changed_class_is_in_one_register(cast):
    beside = make.school_class(cast.school, number=3)
    cast.yuze.enrolments.update(until=make.yesterday())
    make.enrol(cast.yuze, beside, since=clock.today())
    assert "何雨泽" not in show(cast.zhou_jing, cast.class_2, Capacity.TEACHER).content.decode()
    assert "何雨泽" in show(cast.principal, beside).content.decode()


def test_the_register_is_paged_and_its_queries_do_not_grow(cast, count_queries):
    browser = make.client(cast.zhou_jing, Capacity.TEACHER)
    url = reverse("people:class.show", args=[cast.class_2.pk])
    one = count_queries(browser, url)
    for number in range(40):
        child = make.pupil(f"孩子{number:02d}", cast.class_2)
        make.guardian(child)
        ClaimCode.objects.create(
            digest=claim_codes.digest(claim_codes.generate()),
            pupil=child,
            relation=Relation.FATHER,
            issued_by=cast.zhou_jing,
            expires_at=clock.now() + timedelta(days=1),
        )
    assert count_queries(browser, url) == one
    first, second = (show(cast.zhou_jing, cast.class_2, Capacity.TEACHER, page).context["page"] for page in (1, 2))
    assert (len(first), len(second)) == (30, 12)
