"""Who belongs to which conversation, from both sides: the rules and the audience must agree."""

import pytest

from cocare.channel import membership, rules, services
from cocare.channel.errors import NotReachable
from cocare.channel.models import Conversation
from cocare.core.access import Actor, visible
from cocare.core.errors import NotFound
from cocare.people.enums import Capacity, Role
from cocare.people.models import CareArrangement, Enrolment, Guardianship, Person, Post
from tests import factories as make

from .sending import send

pytestmark = pytest.mark.django_db


def sees(who, conversation, capacity=None) -> bool:
    return visible(Conversation.objects.filter(pk=conversation.pk), make.actor(who, capacity), rules.member).exists()


def posts(who, conversation, capacity=None) -> bool:
    return visible(Conversation.objects.filter(pk=conversation.pk), make.actor(who, capacity), rules.post_to).exists()


def test_a_childs_thread_belongs_to_its_family_and_its_teachers(cast, thread):
    assert sees(cast.lin_lan, thread) and posts(cast.lin_lan, thread)
    assert sees(cast.zhou_jing, thread) and sees(cast.luo_ping, thread)
    for other in (cast.xu_heng, cast.he_miao, cast.stranger, cast.former_teacher, cast.principal, cast.court_officer):
        assert not sees(other, thread), other.name
    assert not sees(cast.zhou_jing, thread, Capacity.GUARDIAN), "as a mother she is a stranger here"
    assert not sees(cast.wang_xiuzhen, thread, Capacity.CAREGIVER)
    assert sees(cast.wang_xiuzhen, make.child_thread(cast.yuze), Capacity.CAREGIVER)


def test_in_a_class_only_its_staff_speaks(cast, room):
    for reader in (cast.lin_lan, cast.he_miao):
        assert sees(reader, room) and not posts(reader, room)
    for writer in (cast.zhou_jing, cast.luo_ping, cast.principal):
        assert posts(writer, room)
    for other in (cast.xu_heng, cast.stranger, cast.former_teacher, cast.other_principal):
        assert not sees(other, room), other.name


def test_a_class_post_by_a_parent_is_refused_by_the_service_too(cast, room):
    from cocare.core.errors import Forbidden

    with pytest.raises(Forbidden):
        send(cast.lin_lan, room)
    with pytest.raises(NotFound):
        send(cast.xu_heng, room)


def test_authority_ends_with_the_relation(cast, thread, room):
    Post.objects.filter(person=cast.luo_ping, school_class=cast.class_2).update(until=make.yesterday())
    assert not sees(cast.luo_ping, thread) and not sees(cast.luo_ping, room)
    make.restrict(cast.lin_lan, cast.xiaoman)
    assert not sees(cast.lin_lan, thread) and not sees(cast.lin_lan, room)


def reaches(who, person, capacity, mine=None) -> bool:
    rule = rules.REACHES[capacity]
    return visible(Person.objects.filter(pk=person.pk), make.actor(who, mine), rule).exists()


def test_the_table_of_who_may_write_to_whom(cast):
    guardian, caregiver, teacher = Capacity.GUARDIAN, Capacity.CAREGIVER, Capacity.TEACHER
    assert reaches(cast.zhou_jing, cast.lin_lan, guardian)
    assert reaches(cast.zhou_jing, cast.wang_xiuzhen, caregiver)
    assert reaches(cast.zhou_jing, cast.luo_ping, teacher)
    assert reaches(cast.zhou_jing, cast.principal, Capacity.PRINCIPAL)
    assert reaches(cast.zhou_jing, cast.team_member, Capacity.TEAM)
    assert reaches(cast.lin_lan, cast.zhou_jing, teacher)
    assert reaches(cast.wang_xiuzhen, cast.zhou_jing, teacher, caregiver)
    for who, other, capacity in (
        (cast.lin_lan, cast.he_miao, guardian),
        (cast.lin_lan, cast.principal, Capacity.PRINCIPAL),
        (cast.stranger, cast.zhou_jing, teacher),
        (cast.xu_heng, cast.zhou_jing, teacher),
        (cast.zhou_jing, cast.xu_heng, guardian),
        (cast.zhou_jing, cast.stranger, guardian),
        (cast.zhou_jing, cast.former_teacher, teacher),
        (cast.zhou_jing, cast.other_principal, Capacity.PRINCIPAL),
        (cast.former_teacher, cast.lin_lan, guardian),
        (cast.court_officer, cast.lin_lan, guardian),
        (cast.administrator, cast.zhou_jing, teacher),
    ):
        assert not reaches(who, other, capacity), f"{who.name} → {other.name}"


def direct(who, other, capacity, mine=None):
    return services.start_direct(actor=make.actor(who, mine), person_id=other.pk, capacity=capacity)


def test_two_people_have_one_conversation_whoever_begins(cast):
    one = direct(cast.zhou_jing, cast.lin_lan, "guardian")
    assert direct(cast.lin_lan, cast.zhou_jing, "teacher") == one
    assert direct(cast.zhou_jing, cast.lin_lan, "guardian") == one
    assert sees(cast.lin_lan, one) and posts(cast.zhou_jing, one)
    assert not sees(cast.luo_ping, one) and not sees(cast.principal, one)
    assert not sees(cast.zhou_jing, one, Capacity.GUARDIAN)


def test_whom_one_may_not_write_to_is_not_found_either(cast):
    for who, other, capacity in (
        (cast.lin_lan, cast.he_miao, "guardian"),
        (cast.lin_lan, cast.zhou_jing, "guardian"),
        (cast.lin_lan, cast.zhou_jing, "pupil"),
        (cast.stranger, cast.zhou_jing, "teacher"),
    ):
        with pytest.raises(NotReachable):
            direct(who, other, capacity)


def test_when_the_post_ends_the_teacher_loses_sight_and_the_family_keeps_reading(cast):
    one = direct(cast.luo_ping, cast.lin_lan, "guardian")
    Post.objects.filter(person=cast.luo_ping, school_class=cast.class_2).update(until=make.yesterday())
    assert not sees(cast.luo_ping, one)
    assert sees(cast.lin_lan, one) and not posts(cast.lin_lan, one)


def test_a_restricted_guardian_loses_a_direct_conversation(cast):
    one = direct(cast.zhou_jing, cast.lin_lan, "guardian")
    make.restrict(cast.lin_lan, cast.xiaoman)
    assert not sees(cast.lin_lan, one)
    assert not sees(cast.zhou_jing, one)


def everyone() -> list[Actor]:
    people = Person.objects.all()
    return [Actor(None, person.pk, str(capacity)) for person in people for capacity in Capacity]


def by_the_rules(conversation) -> set:
    rows = Conversation.objects.filter(pk=conversation.pk)
    return {(who.person_id, who.capacity) for who in everyone() if visible(rows, who, rules.member).exists()}


def test_the_audience_is_exactly_those_whom_the_rules_let_in(cast, thread, room):
    conversations = [
        thread,
        room,
        make.child_thread(cast.yuze),
        direct(cast.zhou_jing, cast.lin_lan, "guardian"),
    ]
    for conversation in conversations:
        assert membership.members(conversation) == by_the_rules(conversation)
    make.restrict(cast.he_miao, cast.yuze)
    Post.objects.filter(role=Role.HEAD_TEACHER).update(until=make.yesterday())
    CareArrangement.objects.update(until=make.yesterday())
    for conversation in conversations:
        assert membership.members(conversation) == by_the_rules(conversation)
    Guardianship.objects.update(until=make.yesterday())
    Enrolment.objects.update(until=make.yesterday())
    for conversation in conversations:
        assert membership.members(conversation) == by_the_rules(conversation)
