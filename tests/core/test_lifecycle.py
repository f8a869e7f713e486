"""One way to take a step: locked, asked, guarded, saved, on record, told; twice is once."""

import pytest
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cocare.core.access import NOBODY, Rule
from cocare.core.errors import Conflict, Forbidden
from cocare.core.lifecycle import (
    LIFECYCLES,
    Lifecycle,
    ReasonMissing,
    Step,
    Transition,
    label_of,
    records_in,
    records_of,
)
from cocare.core.models import AuditEvent
from cocare.people.enums import GuardianshipChangeState as State
from cocare.people.models import GuardianshipChange
from tests import factories as make
from tests.core.lifecycle_walk import walk

pytestmark = pytest.mark.django_db


class NotToday(Conflict):
    text = _("Not today.")


def only_with_number(step: Step) -> None:
    if not step.subject.document_no:
        raise NotToday


TABLE = (
    Transition(State.SUBMITTED, "verify", "teacher", State.VERIFIED, (only_with_number,), _("Verify")),
    Transition(State.SUBMITTED, "refuse", "teacher", State.REFUSED, needs_reason=True),
    Transition(State.VERIFIED, "refuse", "guardian", State.REFUSED, needs_reason=True),
    Transition(State.VERIFIED, "take_effect", "system", State.EFFECTIVE),
)


def as_a(capacity: str) -> Rule:
    return Rule(capacity, lambda actor: Q(pk__isnull=False) if actor.capacity == capacity else NOBODY)


@pytest.fixture
def told():
    return []


@pytest.fixture
def lifecycle(told):
    """A table of this test's own in the place of all others."""
    actors = {"teacher": as_a("teacher"), "guardian": as_a("guardian")}
    others = LIFECYCLES.copy()
    LIFECYCLES.clear()
    yield Lifecycle(GuardianshipChange, TABLE, actors=actors, publish=told.append, scope="guardianship_id")
    LIFECYCLES[:] = others


@pytest.fixture
def document(cast):
    return in_state(cast, State.SUBMITTED)


def in_state(cast, state) -> GuardianshipChange:
    return GuardianshipChange.objects.create(
        guardianship=cast.xiaoman.guardianships.first(),
        kind="custody_change",
        scope="all",
        document_no="（2026）1号",
        since="2026-09-01",
        state=state,
        submitted_by=cast.zhou_jing,
    )


@pytest.fixture
def teacher(cast):
    return make.actor(cast.zhou_jing)


@pytest.fixture
def guardian(cast):
    return make.actor(cast.lin_lan)


def test_a_step_is_saved_put_on_record_and_told(lifecycle, document, teacher, told):
    done = lifecycle.take(actor=teacher, pk=document.pk, action="verify")
    document.refresh_from_db()
    assert done.state == document.state == State.VERIFIED
    record = records_of(document).get()
    assert (record.action, record.before, record.after) == ("verify", State.SUBMITTED, State.VERIFIED)
    assert (record.person_id, record.scope_id) == (teacher.person_id, document.guardianship_id)
    assert AuditEvent.objects.filter(verb="guardianship_change.verify", subject_id=document.pk).count() == 1
    assert [step.transition.action for step in told] == ["verify"]


def test_taken_twice_is_taken_once(lifecycle, document, teacher, told):
    for _time in range(2):
        assert lifecycle.take(actor=teacher, pk=document.pk, action="verify").state == State.VERIFIED
    assert records_of(document).count() == len(told) == 1


def test_a_step_seen_in_another_state_is_not_taken(lifecycle, document, teacher):
    with pytest.raises(Conflict):
        lifecycle.take(actor=teacher, pk=document.pk, action="verify", expected=State.VERIFIED)
    document.refresh_from_db()
    assert document.state == State.SUBMITTED


def test_a_step_of_somebody_else_is_forbidden(lifecycle, document, guardian):
    with pytest.raises(Forbidden):
        lifecycle.take(actor=guardian, pk=document.pk, action="verify")


def test_a_guard_says_why_not(lifecycle, document, teacher):
    GuardianshipChange.objects.update(document_no="")
    with pytest.raises(NotToday):
        lifecycle.take(actor=teacher, pk=document.pk, action="verify")
    document.refresh_from_db()
    assert lifecycle.obstacle(teacher, document, TABLE[0])
    assert document.state == State.SUBMITTED


def test_a_reason_is_asked_for(lifecycle, document, teacher):
    with pytest.raises(ReasonMissing) as refusal:
        lifecycle.take(actor=teacher, pk=document.pk, action="refuse", reason="  ")
    assert list(refusal.value.fields) == ["reason"]
    lifecycle.take(actor=teacher, pk=document.pk, action="refuse", reason=" 不是原件 ")
    assert records_of(document).get().reason == "不是原件"


def test_what_an_effect_breaks_is_undone(lifecycle, document, teacher):
    def fail(_step):
        raise NotToday

    with pytest.raises(NotToday):
        lifecycle.take(actor=teacher, pk=document.pk, action="verify", effect=fail)
    document.refresh_from_db()
    assert document.state == State.SUBMITTED
    assert not records_of(document).exists()


def test_what_follows_comes_after_the_step_and_once(lifecycle, document, teacher):
    seen = []

    def follow(step):
        seen.append((step.subject.state, records_of(step.subject).count()))

    for _time in range(2):
        lifecycle.take(actor=teacher, pk=document.pk, action="verify", then=follow)
    assert seen == [(State.VERIFIED, 1)]


def test_a_step_that_follows_by_itself_is_taken_for_many(lifecycle, cast, document, teacher):
    rows = [in_state(cast, State.VERIFIED) for _number in range(3)]
    moved = lifecycle.take_all(
        actor=teacher, rows=GuardianshipChange.objects.all(), state=State.VERIFIED, action="take_effect", of=document
    )
    assert {row.pk for row in moved} == {row.pk for row in rows}
    assert GuardianshipChange.objects.filter(state=State.EFFECTIVE).count() == len(rows)
    assert sum(records_of(row).count() for row in rows) == len(rows)


def test_it_knows_who_is_next(lifecycle, document, teacher, guardian):
    waiting = GuardianshipChange.objects.filter(lifecycle.waiting_for(teacher))
    assert list(waiting) == [document]
    assert not GuardianshipChange.objects.filter(lifecycle.waiting_for(guardian)).exists()
    assert [line.action for line in lifecycle.open_to(teacher, document)] == ["verify", "refuse"]
    lifecycle.take(actor=teacher, pk=document.pk, action="verify")
    assert not waiting.all().exists()
    assert GuardianshipChange.objects.filter(lifecycle.waiting_for(guardian)).exists()


def test_a_record_is_told_in_the_words_of_its_button(lifecycle, document, teacher):
    lifecycle.take(actor=teacher, pk=document.pk, action="verify")
    record = records_of(document).get()
    assert label_of(record) == str(_("Verify"))
    record.action = "an action of former times"
    assert label_of(record) == record.action


def test_a_scope_may_lie_further_up(cast, document, teacher):
    lifecycle = Lifecycle(GuardianshipChange, TABLE, actors={"teacher": as_a("teacher")}, scope="guardianship.pk")
    LIFECYCLES.pop()
    lifecycle.take(actor=teacher, pk=document.pk, action="verify")
    assert records_in(document.guardianship).get().subject_id == document.pk


def test_the_walk_agrees(lifecycle, cast, teacher, guardian):
    walk(lifecycle, make=lambda state: in_state(cast, state), people={"teacher": teacher, "guardian": guardian})


def test_the_walk_knows_who_takes_the_steps_of_others_too(lifecycle, cast, teacher, guardian):
    lifecycle.actors["guardian"] = as_a("teacher") | as_a("guardian")
    people = {"teacher": teacher, "guardian": guardian}
    walk(lifecycle, make=lambda state: in_state(cast, state), people=people, also={"teacher": ["guardian"]})
    with pytest.raises(AssertionError, match="teacher: refuse in verified: goes to refused, not forbidden"):
        walk(lifecycle, make=lambda state: in_state(cast, state), people=people)


def test_the_walk_finds_a_step_that_is_anybodys(lifecycle, cast, teacher, guardian):
    lifecycle.actors["teacher"] = as_a("teacher") | as_a("guardian")
    with pytest.raises(AssertionError, match="guardian: verify in submitted: goes to verified, not forbidden"):
        walk(lifecycle, make=lambda state: in_state(cast, state), people={"teacher": teacher, "guardian": guardian})
