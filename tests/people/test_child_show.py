"""A family's page of a child, and who is turned away from it as if it did not exist."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cocare.core import clock
from cocare.people.enums import Capacity, Relation, RestrictionScope
from cocare.people.models import CareArrangement, CustodyRestriction, Guardianship
from tests import factories as make

pytestmark = pytest.mark.django_db


def show(who, child, capacity=Capacity.GUARDIAN):
    return make.client(who, capacity).get(reverse("people:child.show", args=[child.pk]))


def test_a_guardian_sees_class_teachers_and_the_other_guardian(cast):
    make.guardian(cast.yuze, "何远", Relation.FATHER)
    page = show(cast.he_miao, cast.yuze).content.decode()
    assert all(
        words in page for words in ("何雨泽", cast.school.name, "三年级2班", "周静", "罗平", "何苗", "何远", "王秀珍")
    )
    assert "唐朝晖" not in page


def test_under_a_custody_restriction_the_child_does_not_exist(cast):
    assert show(cast.xu_heng, cast.xiaoman).status_code == 404
    listed = make.client(cast.xu_heng).get(reverse("people:child.list")).content.decode()
    assert "许小满" not in listed
    assert "许恒" not in show(cast.lin_lan, cast.xiaoman).content.decode()


def test_the_restriction_ends_with_its_last_day(cast):
    CustodyRestriction.objects.update(until=clock.today())
    assert show(cast.xu_heng, cast.xiaoman).status_code == 404
    with clock.freeze(clock.now() + timedelta(days=1)):
        assert show(cast.xu_heng, cast.xiaoman).status_code == 200


def test_whereabouts_are_kept_from_whom_a_document_keeps_them(cast):
    father = make.guardian(cast.yuze, "何远", Relation.FATHER)
    make.restrict(father, cast.yuze, RestrictionScope.WHEREABOUTS)
    page = show(father, cast.yuze)
    assert page.status_code == 200
    assert "王秀珍" not in page.content.decode()
    url = reverse("people:entrusted_care.create", args=[cast.yuze.pk])
    assert make.client(father).get(url).status_code == 403


@pytest.mark.parametrize("route", ["people:child.show", "people:pupil.show", "people:claim_code.issue"])
def test_a_teacher_whose_post_ended_yesterday_finds_nothing(cast, route):
    for capacity in (Capacity.TEACHER, Capacity.GUARDIAN):
        browser = make.client(cast.former_teacher, capacity)
        assert browser.get(reverse(route, args=[cast.xiaoman.pk])).status_code == 404
        assert browser.get(reverse("people:class.show", args=[cast.class_2.pk])).status_code == 404


def test_a_child_of_nobody_else_and_an_id_that_is_none(cast):
    assert show(cast.lin_lan, cast.other_child).status_code == 404
    assert make.client(cast.lin_lan).get("/people/children/7/").status_code == 404


def test_a_name_full_of_html_stays_text(cast):
    cast.yuze.name = "<script>alert(1)</script>"
    cast.yuze.save()
    page = show(cast.he_miao, cast.yuze).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_the_caregiver_sees_the_day_but_entrusts_and_ends_nothing(cast):
    page = show(cast.wang_xiuzhen, cast.yuze, Capacity.CAREGIVER)
    assert page.status_code == 200
    assert reverse("people:entrusted_care.create", args=[cast.yuze.pk]) not in page.content.decode()
    care = CareArrangement.objects.get(caregiver=cast.wang_xiuzhen)
    answer = make.client(cast.wang_xiuzhen, Capacity.CAREGIVER).post(
        reverse("people:entrusted_care.end", args=[care.pk])
    )
    assert answer.status_code == 403


def test_queries_do_not_grow_with_people(cast, count_queries):
    browser, url = make.client(cast.lin_lan), reverse("people:child.show", args=[cast.xiaoman.pk])
    one = count_queries(browser, url)
    for _ in range(29):
        make.teacher(cast.class_2)
        make.guardian(cast.xiaoman)
    assert count_queries(browser, url) == one


def test_a_guardianship_that_ended_is_over(cast):
    Guardianship.objects.filter(person=cast.lin_lan).update(until=make.yesterday())
    assert show(cast.lin_lan, cast.xiaoman).status_code == 404
