"""The lifecycles: their tables are the whole truth, and what every guard refuses."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cocare.core import clock
from cocare.core.lifecycle import records_of
from cocare.people.enums import Role
from events import guards
from events.enums import EntryState, ObjectionState, ScoreSheetState, ShowcaseState, StepTaker
from events.errors import NotNow, NotYours
from events.lifecycle import ENTRY, OBJECTION, SCORE_SHEET, SHOWCASE
from events.models import Award, Objection, ScoreSheet, Showcase
from events.queries.results import AwardFacts
from events.services import objections, showcases
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


def advance(cast, showcase, action, who=None, digest=""):
    return showcases.advance_showcase(
        actor=make.actor(who or cast.district_staff),
        showcase=showcase,
        action=action,
        expected=showcase.state,
        digest=digest,
    )


def test_the_board_is_not_computed_when_an_earlier_guard_fails(cast, django_assert_num_queries):
    showcase = stage.judged(cast, state=S.SCORE_CONFIRMING)
    office, facts = make.actor(cast.district_staff), AwardFacts(showcase)
    (propose,) = SHOWCASE.open_to(office, showcase)
    with django_assert_num_queries(1):
        assert "not been handed in" in SHOWCASE.obstacle(office, showcase, propose, facts)
    assert "board" not in vars(facts)
    stage.score_all(showcase)
    assert SHOWCASE.obstacle(office, showcase, propose, facts) == ""
    assert "board" in vars(facts)


def refused(cast, showcase, action, words):
    with pytest.raises(NotNow) as caught:
        advance(cast, showcase, action)
    assert words in str(caught.value.text)


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


def test_a_call_needs_its_text_a_rubric_of_a_hundred_and_twenty_working_days(cast):
    showcase = stage.planned(cast, call_text=" ")
    refused(cast, showcase, "publish_call", "text")
    Showcase.objects.update(call_text="请报送。", closes_at=clock.now() + timedelta(days=10))
    refused(cast, showcase, "publish_call", "20 working days")
    Showcase.objects.update(closes_at=clock.now() + timedelta(days=45))
    showcase.criteria.filter(code="collab").update(weight=24)
    refused(cast, showcase, "publish_call", "100")
    showcase.criteria.filter(code="collab").update(weight=25)
    showcase.tracks.all().delete()
    refused(cast, showcase, "publish_call", "track")


def test_entries_close_after_the_deadline_only(cast):
    showcase = stage.at(cast, S.SUBMISSION_OPEN)
    refused(cast, showcase, "close_submission", "not passed")
    closed = stage.at(cast, S.SUBMISSION_CLOSED, code="ZZ")
    refused(cast, closed, "reopen_submission", "past")


def test_the_review_waits_for_every_check_and_every_juror(cast):
    showcase = stage.at(cast, S.QUALIFICATION_CHECKING)
    refused(cast, showcase, "start_review", "admitted")
    waiting = stage.entry(showcase, cast.zhou_jing, cast.school)
    refused(cast, showcase, "start_review", "1 works still wait")
    waiting.state = EntryState.QUALIFIED
    waiting.save()
    refused(cast, showcase, "start_review", "too few jurors")


def test_scoring_closes_when_every_sheet_is_in(cast):
    showcase = stage.judged(cast)
    refused(cast, showcase, "close_scoring", "not been handed in")
    ScoreSheet.objects.filter(juror=cast.jurors[0]).delete()
    stage.score_all(showcase)
    refused(cast, showcase, "close_scoring", "fewer than three")


def proposed(cast):
    showcase = stage.judged(cast, state=S.SCORE_CONFIRMING)
    stage.score_all(showcase, 9)
    showcase.entries.update(state=EntryState.SCORED)
    return advance(cast, showcase, "propose_awards")


def digest_of(showcase):
    return showcase.proposals.get(withdrawn_at=None).digest


def test_two_persons_decide(cast):
    showcase = proposed(cast)
    with pytest.raises(NotYours):
        advance(cast, showcase, "confirm_awards", digest=digest_of(showcase))
    assert not Award.objects.exists()
    second = make.post(Role.DISTRICT_STAFF, cast.commission)
    advance(cast, showcase, "confirm_awards", second, digest_of(showcase))
    assert Award.objects.get().level == "1"


def test_what_changed_after_the_proposal_cannot_be_confirmed(cast):
    showcase = proposed(cast)
    sheet = ScoreSheet.objects.first()
    sheet.scores.filter(criterion__code="collab").update(value=3)
    with pytest.raises(NotNow):
        advance(cast, showcase, "confirm_awards", cast.team_lead, digest_of(showcase))
    back = advance(cast, showcase, "take_back_proposal")
    assert back.state == S.SCORE_CONFIRMING


def test_a_person_confirms_only_what_they_read(cast):
    showcase = proposed(cast)
    with pytest.raises(NotNow):
        advance(cast, showcase, "confirm_awards", cast.team_lead, "another list")


def test_the_notice_runs_five_working_days(cast):
    with clock.freeze(stage.START):  # a Tuesday
        showcase = proposed(cast)
        showcase = advance(cast, showcase, "confirm_awards", cast.team_lead, digest_of(showcase))
        assert showcase.notice_until.isoformat() == "2026-09-08"
    with clock.freeze(stage.START + timedelta(days=7)):
        refused(cast, showcase, "finalize", "still runs")
    with clock.freeze(stage.START + timedelta(days=8)):
        assert advance(cast, showcase, "finalize").state == S.FINALIZED


def test_an_objection_holds_back_one_work_only(cast):
    with clock.freeze(stage.START):
        showcase = stage.judged(cast, count=4, state=S.SCORE_CONFIRMING)
        for sheet in ScoreSheet.objects.select_related("entry"):
            stage.score(sheet, 10 - sheet.entry.number)
        showcase.entries.update(state=EntryState.SCORED)
        showcase = advance(cast, showcase, "propose_awards")
        showcase = advance(cast, showcase, "confirm_awards", cast.team_lead, digest_of(showcase))
        disputed = showcase.entries.get(number=1)
        objection = objections.file_objection(
            actor=make.actor(cast.he_miao),
            entry=disputed,
            name="何苗",
            contact="13900000000",
            reason="去年已经参评过。",
        )
    office = make.actor(cast.district_staff)
    with clock.freeze(stage.START + timedelta(days=8)):
        showcase = advance(cast, showcase, "finalize")
        states = dict(showcase.entries.values_list("number", "state"))
        assert states == {1: "scored", 2: "awarded", 3: "not_awarded", 4: "not_awarded"}
        showcase = advance(cast, showcase, "issue_certificates")
        refused(cast, showcase, "archive", "objection")
        objections.answer_objection(actor=office, objection_id=objection.pk, action="accept")
        objections.answer_objection(actor=office, objection_id=objection.pk, action="uphold", answer="查实,撤回。")
        disputed.refresh_from_db()
        assert disputed.state == "not_awarded"
        assert disputed.award.number is None
        assert advance(cast, showcase, "archive").state == S.ARCHIVED
    assert Objection.objects.get().state == "upheld"


def test_an_answered_objection_lets_the_award_through(cast):
    with clock.freeze(stage.START):
        showcase = proposed(cast)
        showcase = advance(cast, showcase, "confirm_awards", cast.team_lead, digest_of(showcase))
        entry = showcase.entries.get()
        objection = objections.file_objection(
            actor=make.actor(cast.he_miao), entry=entry, name="何苗", contact="13900000000", reason="去年已经参评过。"
        )
    with clock.freeze(stage.START + timedelta(days=8)):
        showcase = advance(cast, showcase, "finalize")
        showcase = advance(cast, showcase, "issue_certificates")
        office = make.actor(cast.district_staff)
        objections.answer_objection(
            actor=office, objection_id=objection.pk, action="decline", answer="对分数不服,不在受理范围。"
        )
        entry.refresh_from_db()
        assert entry.state == "awarded"
        assert entry.award.number == "2026-GY-XX-1-0001"


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
