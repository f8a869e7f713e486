"""The front page: the map for everyone, and what needs me today for who is signed in."""

import pytest
from django.test import Client
from django.urls import reverse

from cocare.people.enums import Capacity, RestrictionKind, RestrictionScope
from cocare.people.models import Guardianship, GuardianshipChange
from tests import factories as make

pytestmark = pytest.mark.django_db

HOME = reverse("web:home.show")


def text(response) -> str:
    return response.content.decode()


def test_a_visitor_sees_the_map_with_figures_and_no_name_of_anyone(cast):
    page = text(Client().get(HOME))
    assert "1+2+3" in page
    for person in (cast.xiaoman, cast.lin_lan, cast.zhou_jing, cast.court_officer):
        assert person.name not in page


def test_a_guardian_is_greeted_and_sees_the_own_children_only(cast):
    page = text(make.client(cast.lin_lan).get(HOME))
    assert cast.lin_lan.name in page
    assert cast.xiaoman.name in page
    assert cast.yuze.name not in page


def test_a_restricted_guardian_finds_nothing_of_the_child_on_the_own_page(cast):
    page = text(make.client(cast.xu_heng).get(HOME))
    assert cast.xiaoman.name not in page
    assert cast.class_2.label not in page


def test_who_has_no_child_yet_is_shown_how_to_claim_one(cast):
    newcomer = make.person("方晓")
    page = text(make.client(newcomer).get(HOME))
    assert 'id="claim"' in page
    assert 'id="claim"' not in text(make.client(cast.lin_lan).get(HOME))


def test_a_teacher_who_is_a_mother_can_switch_and_sees_one_side_at_a_time(cast):
    as_teacher = text(make.client(cast.zhou_jing, Capacity.TEACHER).get(HOME))
    as_mother = text(make.client(cast.zhou_jing, Capacity.GUARDIAN).get(HOME))
    assert reverse("people:capacity.switch") in as_teacher
    assert "周念" in as_mother
    assert "周念" not in as_teacher


def test_the_districts_staff_see_the_districts_figures(cast):
    assert 'id="district"' in text(make.client(cast.district_staff).get(HOME))
    assert 'id="district"' not in text(make.client(cast.lin_lan).get(HOME))


def test_a_document_that_waits_for_the_leadership_stands_on_its_home_page(cast):
    GuardianshipChange.objects.create(
        guardianship=Guardianship.objects.get(person=cast.xu_heng),
        kind=RestrictionKind.CUSTODY_CHANGE,
        scope=RestrictionScope.ALL,
        document_no="1",
        submitted_by=cast.principal,
    )
    pupil = reverse("people:pupil.show", args=[cast.xiaoman.pk])
    assert pupil in text(make.client(cast.principal).get(HOME))
    for who in (cast.other_principal, cast.zhou_jing, cast.lin_lan, cast.xu_heng):
        assert pupil not in text(make.client(who).get(HOME))


def test_a_full_home_costs_as_many_queries_as_an_empty_one(cast, django_assert_max_num_queries):
    browser = make.client(cast.lin_lan)
    browser.get(HOME)
    with django_assert_max_num_queries(60) as one:
        browser.get(HOME)
    for number in range(5):
        make.guardian(make.pupil(f"弟妹{number}", cast.class_2), who=cast.lin_lan)
    with django_assert_max_num_queries(60) as many:
        browser.get(HOME)
    assert len(many) == len(one)
