"""Whom one may write to hangs on both of the two: what ends for one is forgotten at once for the other."""

from datetime import timedelta

import pytest

from cocare.channel import sender_cache, services
from cocare.core import clock
from cocare.core.errors import Forbidden, NotFound
from cocare.people import services as people
from cocare.people.enums import Capacity, RestrictionKind, RestrictionScope
from cocare.people.models import CareArrangement, Guardianship, Post
from tests import factories as make

pytestmark = pytest.mark.django_db


def sends_as(actor, conversation_id):
    """Who a socket command says writes there: remembered, or asked."""
    return sender_cache.cached_sender(actor, conversation_id) or sender_cache.look_up_sender(actor, conversation_id)


@pytest.fixture
def principal(cast):
    return make.actor(cast.principal)


@pytest.fixture
def remembers():
    """Lets a person in a capacity write to another once, so that it is remembered; answers how to ask again."""

    def of(who, capacity, other, other_capacity):
        actor = make.actor(who, capacity)
        conversation = services.start_direct(actor=actor, person_id=other.pk, capacity=other_capacity)
        sender_cache.look_up_sender(actor, conversation.pk)
        assert sender_cache.cached_sender(actor, conversation.pk)
        return lambda: sends_as(actor, conversation.pk)

    return of


def link_of(person):
    return Guardianship.objects.get(person=person)


def restrict(principal, person):
    people.set_restriction(
        actor=principal,
        guardianship=link_of(person),
        kind=RestrictionKind.CUSTODY_CHANGE,
        scope=RestrictionScope.ALL,
        document_no="(2026)澜民变1号",
        since=clock.today(),
    )


def test_a_restricted_guardian_is_out_of_the_teachers_reach(cast, principal, remembers):
    mother = remembers(cast.zhou_jing, Capacity.TEACHER, cast.he_miao, Capacity.GUARDIAN)
    grandmother = remembers(cast.luo_ping, Capacity.TEACHER, cast.wang_xiuzhen, Capacity.CAREGIVER)
    restrict(principal, cast.he_miao)
    for look in (mother, grandmother):
        with pytest.raises(NotFound):
            look()


def test_a_guardianship_that_ends(cast, principal, remembers):
    look = remembers(cast.zhou_jing, Capacity.TEACHER, cast.he_miao, Capacity.GUARDIAN)
    people.end_guardianship(actor=principal, guardianship=link_of(cast.he_miao), document_no="(2026)澜民撤1号")
    with pytest.raises(NotFound):
        look()


def test_care_that_ends(cast, remembers):
    look = remembers(cast.zhou_jing, Capacity.TEACHER, cast.wang_xiuzhen, Capacity.CAREGIVER)
    care = CareArrangement.objects.get(caregiver=cast.wang_xiuzhen)
    people.end_entrusted_care(actor=make.actor(cast.he_miao), care=care)
    with pytest.raises(NotFound):
        look()


def test_a_post_that_ends_leaves_families_to_read_and_colleagues_nothing(cast, principal, remembers):
    mother = remembers(cast.lin_lan, Capacity.GUARDIAN, cast.luo_ping, Capacity.TEACHER)
    grandmother = remembers(cast.wang_xiuzhen, Capacity.CAREGIVER, cast.luo_ping, Capacity.TEACHER)
    colleague = remembers(cast.team_member, Capacity.TEAM, cast.luo_ping, Capacity.TEACHER)
    people.end_post(actor=principal, post=Post.objects.get(person=cast.luo_ping, school_class=cast.class_2))
    for look in (mother, grandmother):
        with pytest.raises(Forbidden):
            look()
    with pytest.raises(NotFound):
        colleague()


@pytest.mark.parametrize("goes", ["leaves the school", "changes class"])
def test_a_child_that_goes(cast, principal, remembers, goes):
    mother = remembers(cast.he_miao, Capacity.GUARDIAN, cast.luo_ping, Capacity.TEACHER)
    grandmother = remembers(cast.wang_xiuzhen, Capacity.CAREGIVER, cast.luo_ping, Capacity.TEACHER)
    teacher, thread = make.actor(cast.luo_ping), make.child_thread(cast.yuze)
    sender_cache.look_up_sender(teacher, thread.pk)
    if goes == "changes class":
        beside = make.school_class(cast.school, number=3)
        people.change_class(actor=principal, pupil=cast.yuze, school_class=beside, since=clock.today())
    else:
        people.leave_school(actor=principal, pupil=cast.yuze, last_day=clock.today() - timedelta(days=1))
    for look in (mother, grandmother):
        with pytest.raises(Forbidden):
            look()
    with pytest.raises(NotFound):
        sends_as(teacher, thread.pk)


def test_whom_it_does_not_concern_is_left_alone(cast, principal, monkeypatch):
    told = []
    monkeypatch.setattr(
        people.announcing.signals, "announce", lambda name, person_ids: told.append((name, set(person_ids)))
    )
    restrict(principal, cast.he_miao)
    assert ("reach.changed", {cast.zhou_jing.pk, cast.luo_ping.pk}) in told
