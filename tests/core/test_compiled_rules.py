"""A compiled rule within other queries, on its day, and what it costs. That it agrees: test_every_rule.py."""

import pytest
from django.db.models import Exists, OuterRef, Q

from cocare.channel import rules as channel_rules
from cocare.channel import services
from cocare.channel.models import Conversation
from cocare.core import clock
from cocare.core.access import Actor, Rule, compiled, through, visible
from cocare.core.access.bulk import visible_keys
from cocare.notifications.models import Notification
from cocare.people import rules
from cocare.people.models import Enrolment, Guardianship, Pupil, SchoolClass
from tests import factories as make
from tests.access import WALKERS
from tests.channel.sending import send


@pytest.fixture
def district(cast):
    for child in (cast.xiaoman, cast.yuze, cast.other_child):
        make.child_thread(child)
    for one in (cast.class_2, cast.other_class):
        make.class_conversation(one)
    send(cast.zhou_jing, make.child_thread(cast.xiaoman))
    services.start_direct(actor=make.actor(cast.lin_lan), person_id=cast.zhou_jing.pk, capacity="teacher")
    Notification.objects.create(person=cast.lin_lan, kind="test.message", pupil=cast.xiaoman)
    return cast


def actors(cast) -> list[Actor]:
    return [make.actor(who(cast), capacity) for who, capacity in WALKERS.values()]


def test_deep_rules_are_really_compiled(district):
    """Else test_every_rule compares the rule with itself."""
    guardian, teacher = make.actor(district.lin_lan), make.actor(district.zhou_jing)
    assert compiled.compiled_for(Conversation, guardian, channel_rules.member) is not None
    assert compiled.compiled_for(Pupil, teacher, rules.sees_pupil) is not None


def test_within_other_queries_they_are_about_the_same_rows(district):
    """In a sub-query, in one within that, beside another, negated, in an update: tables get other names there."""
    for actor in actors(district):
        seen, all_of_them = rules.sees_pupil, Pupil.objects.filter(rules.sees_pupil.condition(actor))
        mine = set(all_of_them.values_list("pk", flat=True))
        enrolled = Enrolment.objects.filter(pupil__in=visible(Pupil, actor, seen))
        assert set(enrolled.values_list("pupil", flat=True)) == mine
        classes = set(SchoolClass.objects.filter(rules.sees_class.condition(actor)))
        taught = Enrolment.objects.filter(school_class__in=visible(SchoolClass, actor, rules.sees_class))
        assert {one.school_class for one in taught} == classes
        here = visible(Pupil, actor, seen).filter(pk=OuterRef("pupil"))
        within = Enrolment.objects.filter(Exists(here), school_class=OuterRef("pk"))
        with_mine = SchoolClass.objects.filter(Exists(within))
        assert set(with_mine) == set(SchoolClass.objects.filter(enrolments__pupil__in=mine))
        both = visible(visible(Pupil, actor, seen), actor, rules.family_of | rules.staff_of_pupil)
        assert set(both.values_list("pk", flat=True)) == mine
        assert Pupil.objects.exclude(pk__in=visible(Pupil, actor, seen)).count() == Pupil.objects.count() - len(mine)
        assert visible(Pupil, actor, seen).update(name="同名") == len(mine)
        joined = Guardianship.objects.filter(Exists(visible(Pupil, actor, seen).filter(pk=OuterRef("pupil__pk"))))
        assert set(joined.values_list("pupil", flat=True)) == set(
            Guardianship.objects.filter(pupil__in=mine).values_list("pupil", flat=True)
        )


def test_a_kept_rule_within_a_rule(district):
    """A rule may ask `visible` for what it leads to; both are kept, each with names of its own."""
    nested = Rule("by the seen child", lambda actor: Q(pupil__in=visible(Pupil, actor, rules.sees_pupil)))
    for actor in actors(district):
        mine = Pupil.objects.filter(rules.sees_pupil.condition(actor))
        for _ in range(2):
            assert set(visible(Enrolment, actor, nested)) == set(Enrolment.objects.filter(pupil__in=mine))
    doubly = through(nested, Enrolment, "pk")
    assert visible(Enrolment, make.actor(district.lin_lan), doubly).exists()


def test_the_same_composition_is_the_same_rule():
    assert (rules.family_of | rules.teacher_of) is (rules.family_of | rules.teacher_of)
    assert (~rules.family_of) is (~rules.family_of)
    assert rules.of_pupil(rules.family_of) is rules.of_pupil(rules.family_of)


def test_it_costs_one_query_and_knows_the_day(cast, django_assert_num_queries):
    teacher = make.actor(cast.luo_ping)
    keys = [cast.class_2.pk, cast.other_class.pk]
    visible_keys(SchoolClass, teacher, keys, rules.sees_class)
    with django_assert_num_queries(1):
        assert visible_keys(SchoolClass, teacher, keys, rules.sees_class) == set(keys)
    with clock.freeze(clock.now().replace(year=2019)):
        assert visible_keys(SchoolClass, teacher, keys, rules.sees_class) == set()


def test_a_rule_that_can_not_be_kept_is_asked_itself(cast):
    named = Rule("by name", lambda actor: Q(name__contains=str(actor.person_id)))
    asking = Rule("asks", lambda actor: Q(pk__in=[cast.xiaoman.pk] if Pupil.objects.exists() else []))
    actor = make.actor(cast.lin_lan)
    assert visible_keys(Pupil, actor, [cast.xiaoman.pk], named) == set()
    assert visible_keys(Pupil, actor, [cast.xiaoman.pk, cast.yuze.pk], asking) == {cast.xiaoman.pk}
