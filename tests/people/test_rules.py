"""Who sees which child, class, organisation and post: every predicate on its own, and what pages ask together."""

from datetime import timedelta

import pytest

from cocare.core import clock
from cocare.core.access import Rule, visible
from cocare.people import queries, rules, urls
from cocare.people.enums import Capacity, Relation, RestrictionScope
from cocare.people.models import CareArrangement, ClaimCode, CustodyRestriction, Guardianship
from tests import factories as make
from tests.access import WALKERS

from .access import change_about_lin_lan

pytestmark = pytest.mark.django_db

EVERYBODY = " ".join(WALKERS)


def yuze(cast):
    return cast.yuze


def class_2(cast):
    return cast.class_2


def school(cast):
    return cast.school


def teachers_post(cast):
    return cast.luo_ping.posts.get(school_class=cast.class_2)


def a_person(cast):
    return cast.stranger


def claimed_guardianship(cast):
    facts = {"pupil": cast.yuze, "relation": Relation.MOTHER, "issued_by": cast.zhou_jing}
    moments = {"expires_at": clock.now(), "used_at": clock.now() - timedelta(days=29)}
    ClaimCode.objects.create(digest="1" * 64, used_by=cast.he_miao, **facts, **moments)
    return Guardianship.objects.get(person=cast.he_miao)


def old_guardianship(cast):
    guardianship = claimed_guardianship(cast)
    ClaimCode.objects.update(used_at=clock.now() - timedelta(days=31))
    return guardianship


def a_change(cast):
    return cast.lin_lan.guardianships.get().changes.model.objects.get(**change_about_lin_lan(cast))


# predicate, row that it is asked about, who of all people it holds for
PREDICATES = [
    ("guardian_of", yuze, "he_miao"),
    ("caregiver_of", yuze, "wang_xiuzhen"),
    ("family_of", yuze, "he_miao wang_xiuzhen"),
    ("entrusts", yuze, "he_miao"),
    ("teacher_of", yuze, "zhou_jing luo_ping"),
    ("head_teacher_of", yuze, "zhou_jing"),
    ("leader_of_school_of", yuze, "principal"),
    ("staff_of_pupil", yuze, "zhou_jing luo_ping principal"),
    ("sees_pupil", yuze, "he_miao wang_xiuzhen zhou_jing luo_ping principal"),
    ("issues_claim_code", yuze, "zhou_jing principal"),
    ("teaches_class", class_2, "zhou_jing luo_ping"),
    ("head_of_class", class_2, "zhou_jing"),
    ("leads_class", class_2, "principal"),
    ("family_in_class", class_2, "lin_lan he_miao wang_xiuzhen"),
    ("staff_of_class", class_2, "zhou_jing luo_ping principal"),
    ("sees_class", class_2, "lin_lan he_miao wang_xiuzhen zhou_jing luo_ping principal"),
    ("issues_codes_in", class_2, "zhou_jing principal"),
    ("leads_organisation", school, "principal"),
    ("manages_posts_at", school, "principal administrator"),
    ("sees_organisations", school, "administrator district_staff"),
    ("in_own_school", teachers_post, "principal"),
    ("of_school_kind", teachers_post, EVERYBODY),
    ("sees_post", teachers_post, "principal administrator"),
    ("ends_post", teachers_post, "principal administrator"),
    ("administers", a_person, "administrator"),
    ("audits", a_person, "auditor"),
    ("newly_claimed", claimed_guardianship, EVERYBODY),
    ("newly_claimed", old_guardianship, ""),
    ("ends_guardianship", claimed_guardianship, "zhou_jing principal"),
    ("ends_guardianship", old_guardianship, "principal"),
    ("leads_school_of_guardianship", a_change, "principal"),
]


@pytest.mark.parametrize(("name", "row", "holds_for"), PREDICATES)
def test_a_predicate_holds_for_these_and_nobody_else(cast, name, row, holds_for):
    subject, rule = row(cast), getattr(rules, name)
    holders = {
        walker
        for walker, (person, capacity) in WALKERS.items()
        if visible(type(subject), make.actor(person(cast), capacity), rule).filter(pk=subject.pk).exists()
    }
    assert holders == set(holds_for.split())


def test_every_predicate_is_asked_above():
    assert {name for name, _, _ in PREDICATES} == {
        name for name, value in vars(rules).items() if isinstance(value, Rule)
    }


def test_the_tables_have_every_address_of_one_row():
    tables = [value for name, value in vars(rules).items() if name.isupper()]
    verbs = [verb for table in tables for verb in table]
    assert sorted(verbs) == sorted(path.name for path in urls.urlpatterns if "pk" in path.pattern.converters)


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
