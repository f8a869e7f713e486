"""The lifecycles: their tables are the whole truth."""

import pytest
from django.urls import reverse

from cocare.core import clock
from cocare.core.lifecycle import records_of
from events import guards
from events.enums import EntryState, ObjectionState, ScoreSheetState, ShowcaseState, StepTaker
from events.lifecycle import ENTRY, OBJECTION, SCORE_SHEET, SHOWCASE
from events.models import Objection, ScoreSheet, Showcase
from tests import factories as make
from tests.core.lifecycle_walk import walk

from . import stage

pytestmark = pytest.mark.django_db
S = ShowcaseState

LIFECYCLES = [
    (SHOWCASE, ShowcaseState.PLANNED),
    (ENTRY, EntryState.DRAFT),
    (SCORE_SHEET, ScoreSheetState.OPEN),
    (OBJECTION, ObjectionState.RECEIVED),
]


@pytest.mark.parametrize(("lifecycle", "start"), LIFECYCLES)
def test_every_state_is_reached(lifecycle, start):
    states = {state for state, _label in lifecycle.model._meta.get_field("state").choices}
    reached = {start}
    for _round in states:
        reached |= {step.next for step in lifecycle.transitions if step.state in reached}
    assert reached == states
    assert len({(step.state, step.action) for step in lifecycle.transitions}) == len(lifecycle.transitions)


def test_every_guard_is_used():
    used = {guard for lifecycle, _start in LIFECYCLES for step in lifecycle.transitions for guard in step.guards}
    written = {value for value in vars(guards).values() if getattr(value, "__module__", "") == guards.__name__}
    assert used == written


@pytest.fixture
def people(cast):
    """Somebody for each who takes steps; in walks they never are each other, but a manager takes the lead's too."""
    return {
        StepTaker.MANAGER: make.actor(cast.district_staff),
        StepTaker.LEAD: make.actor(cast.team_lead),
        StepTaker.AUTHOR: make.actor(cast.zhou_jing, "teacher"),
        StepTaker.JUROR: make.actor(cast.jurors[0]),
    }


ALSO = {StepTaker.MANAGER: [StepTaker.LEAD]}


def in_any_state(subject):
    """Return what puts this one row into a state: the walk asks for hundreds of them."""

    def in_state(state):
        subject.state = state
        subject.save(update_fields=["state"])
        return subject

    return in_state


def test_the_showcases_table_is_the_whole_truth(cast, people):
    walk(SHOWCASE, make=in_any_state(stage.planned(cast)), people=people, also=ALSO)


def test_the_entries_table_is_the_whole_truth(cast, people):
    entry = stage.entry(stage.at(cast, S.SUBMISSION_OPEN), cast.zhou_jing, cast.school)
    walk(ENTRY, make=in_any_state(entry), people=people)


def test_the_score_sheets_table_is_the_whole_truth(cast, people):
    sheet = ScoreSheet.objects.get(entry__showcase=stage.judged(cast), juror=cast.jurors[0])
    walk(SCORE_SHEET, make=in_any_state(sheet), people=people, also=ALSO)


def test_the_objections_table_is_the_whole_truth(cast, people):
    entry = stage.entry(stage.at(cast, S.PUBLIC_NOTICE), cast.zhou_jing, cast.school, EntryState.SCORED)
    objection = Objection.objects.create(
        entry=entry, name="何苗", contact="13900000000", reason="去年参评过。", answer_due=clock.today()
    )
    walk(OBJECTION, make=in_any_state(objection), people=people)


def test_a_step_taken_twice_is_taken_once(cast):
    showcase = stage.planned(cast)
    office = make.client(cast.district_staff)
    url = reverse("events:showcase.advance", kwargs={"pk": showcase.pk})
    for _press in range(2):
        assert office.post(url, {"action": "publish_call", "expected": "planned"}).status_code == 303
    assert Showcase.objects.get().state == S.CALL_PUBLISHED
    assert records_of(showcase).count() == 1


def test_a_planned_showcase_is_nobody_elses(cast, client):
    showcase = stage.planned(cast)
    url = reverse("events:showcase.show", kwargs={"pk": showcase.pk})
    assert client.get(url).status_code == 404
    assert make.client(cast.principal).get(url).status_code == 404
    assert make.client(cast.district_staff).get(url).status_code == 200
