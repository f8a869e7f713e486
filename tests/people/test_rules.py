"""Who sees which child: every rule of cocare.people.rules, asked through the list that pages use."""

from datetime import timedelta

import pytest

from cocare.core import clock
from cocare.people import queries
from cocare.people.enums import Capacity, RestrictionScope
from cocare.people.models import CareArrangement, CustodyRestriction, Guardianship
from tests import factories as make

pytestmark = pytest.mark.django_db


def seen(who, capacity=None):
    return set(queries.pupils(make.actor(who, capacity)))


def test_a_guardian_sees_the_own_child_only(cast):
    assert seen(cast.lin_lan) == {cast.xiaoman}


def test_a_document_in_force_takes_the_child_away_and_its_end_gives_it_back(cast):
    assert seen(cast.xu_heng) == set()
    CustodyRestriction.objects.update(until=make.yesterday())
    assert seen(cast.xu_heng) == {cast.xiaoman}


def test_a_document_about_whereabouts_leaves_the_child_visible(cast):
    CustodyRestriction.objects.update(scope=RestrictionScope.WHEREABOUTS)
    assert seen(cast.xu_heng) == {cast.xiaoman}


def test_a_caregiver_sees_the_child_until_the_last_day(cast):
    assert seen(cast.wang_xiuzhen, Capacity.CAREGIVER) == {cast.yuze}
    CareArrangement.objects.update(until=clock.today())
    assert seen(cast.wang_xiuzhen, Capacity.CAREGIVER) == {cast.yuze}
    CareArrangement.objects.update(until=make.yesterday())
    assert seen(cast.wang_xiuzhen, Capacity.CAREGIVER) == set()


def test_entrusted_care_ends_with_the_guardianship_it_came_from(cast):
    Guardianship.objects.filter(person=cast.he_miao).update(until=make.yesterday())
    assert seen(cast.wang_xiuzhen, Capacity.CAREGIVER) == set()


def test_a_teacher_sees_the_class_and_after_the_posts_last_day_nothing(cast):
    assert seen(cast.luo_ping) >= {cast.xiaoman, cast.yuze, cast.other_child}
    assert seen(cast.former_teacher) == set()


def test_one_capacity_at_a_time(cast):
    as_teacher, as_mother = seen(cast.zhou_jing, Capacity.TEACHER), seen(cast.zhou_jing, Capacity.GUARDIAN)
    assert as_teacher == {cast.xiaoman, cast.yuze}
    assert as_mother
    assert not as_mother & as_teacher


def test_a_pupil_who_left_the_class_is_gone_for_its_teachers(cast):
    cast.yuze.enrolments.update(until=make.yesterday())
    assert cast.yuze not in seen(cast.zhou_jing)


def test_a_post_of_tomorrow_opens_nothing_today(cast):
    new = make.teacher(cast.class_2, since=clock.today() + timedelta(days=1))
    assert seen(new, Capacity.TEACHER) == set()


def test_a_principal_sees_the_own_school(cast):
    assert seen(cast.principal) == {cast.xiaoman, cast.yuze}


@pytest.mark.parametrize(
    "who",
    [
        "team_lead",
        "district_staff",
        "court_officer",
        "law_vice_principal",
        "community_worker",
        "administrator",
        "auditor",
    ],
)
def test_an_office_alone_opens_no_child(cast, who):
    assert seen(getattr(cast, who)) == set()
