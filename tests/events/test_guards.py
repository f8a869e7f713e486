"""What every guard refuses, in the words that stand beside the button."""

from datetime import timedelta

import pytest

from cocare.core import clock
from cocare.core.errors import DomainError
from cocare.core.lifecycle import Lifecycle, Step
from events import guards
from events.enums import EntryState, ScoreSheetKind, ShowcaseState
from events.lifecycle import ENTRY, SCORE_SHEET, SHOWCASE
from events.models import Entry, ScoreSheet, Showcase
from events.queries.results import AwardFacts
from tests import factories as make

from . import stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
S, E = ShowcaseState, EntryState


def refusal(guard, subject, lifecycle: Lifecycle, facts=None) -> str:
    """Return what a guard says of a subject as it stands; empty when it lets the step be taken."""
    transition = next(line for line in lifecycle.transitions if guard in line.guards)
    try:
        guard(Step(make.actor(make.person()), subject, transition, facts=facts))
    except DomainError as error:
        return str(error.text)
    return ""


def test_a_call_needs_its_text_a_rubric_of_a_hundred_and_twenty_working_days(cast):
    showcase = stage.planned(cast, call_text=" ")
    stage.refused(cast, showcase, "publish_call", "text")
    Showcase.objects.update(call_text="请报送。", closes_at=clock.now() + timedelta(days=10))
    stage.refused(cast, showcase, "publish_call", "20 working days")
    Showcase.objects.update(closes_at=clock.now() + timedelta(days=45))
    showcase.criteria.filter(code="collab").update(weight=24)
    stage.refused(cast, showcase, "publish_call", "100")
    showcase.criteria.filter(code="collab").update(weight=25)
    showcase.tracks.all().delete()
    stage.refused(cast, showcase, "publish_call", "track")


def test_entries_close_after_the_deadline_only(cast):
    showcase = stage.at(cast, S.SUBMISSION_OPEN)
    stage.refused(cast, showcase, "close_submission", "not passed")
    closed = stage.at(cast, S.SUBMISSION_CLOSED, code="ZZ")
    stage.refused(cast, closed, "reopen_submission", "past")


def test_the_review_waits_for_every_check_and_every_juror(cast):
    showcase = stage.at(cast, S.QUALIFICATION_CHECKING)
    stage.refused(cast, showcase, "start_review", "admitted")
    waiting = stage.entry(showcase, cast.zhou_jing, cast.school)
    stage.refused(cast, showcase, "start_review", "1 works still wait")
    waiting.state = EntryState.QUALIFIED
    waiting.save()
    stage.refused(cast, showcase, "start_review", "too few jurors")


def test_scoring_closes_when_every_sheet_is_in(cast):
    showcase = stage.judged(cast)
    stage.refused(cast, showcase, "close_scoring", "not been handed in")
    ScoreSheet.objects.filter(juror=cast.jurors[0]).delete()
    stage.score_all(showcase)
    stage.refused(cast, showcase, "close_scoring", "fewer than three")


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


def test_entries_open_between_their_two_dates(cast):
    showcase = stage.at(cast, S.CALL_PUBLISHED, opens_at=clock.now() + timedelta(hours=1))
    assert "not come" in refusal(guards.opening_has_come, showcase, SHOWCASE)
    assert refusal(guards.deadline_is_ahead, showcase, SHOWCASE) == ""
    with clock.freeze(showcase.opens_at):
        assert refusal(guards.opening_has_come, showcase, SHOWCASE) == ""
    with clock.freeze(showcase.closes_at + timedelta(minutes=1)):
        assert "past" in refusal(guards.deadline_is_ahead, showcase, SHOWCASE)
        assert refusal(guards.deadline_has_passed, showcase, SHOWCASE) == ""


def test_awards_wait_for_arbitration(cast):
    showcase = stage.judged(cast, state=S.SCORE_CONFIRMING)
    first, *others = ScoreSheet.objects.filter(entry__showcase=showcase)
    stage.score(first, 4)
    for sheet in others:
        stage.score(sheet, 9)
    assert "far apart" in refusal(guards.no_dispersion_is_open, showcase, SHOWCASE, AwardFacts(showcase))
    ScoreSheet.objects.filter(pk=first.pk).update(kind=ScoreSheetKind.ARBITRATION)
    assert refusal(guards.no_dispersion_is_open, showcase, SHOWCASE, AwardFacts(showcase)) == ""


def test_awards_wait_for_the_leads_word_on_equal_works(cast):
    showcase = stage.judged(cast, count=2, state=S.SCORE_CONFIRMING)
    stage.score_all(showcase, 9)
    assert "equal" in refusal(guards.no_tie_is_open, showcase, SHOWCASE, AwardFacts(showcase))
    for rank, entry in enumerate(showcase.entries.all(), 1):
        Entry.objects.filter(pk=entry.pk).update(tie_rank=rank)
    assert refusal(guards.no_tie_is_open, showcase, SHOWCASE, AwardFacts(showcase)) == ""


def test_without_a_proposal_there_is_nothing_to_confirm(cast):
    showcase = stage.judged(cast, state=S.AWARD_PROPOSED)
    assert refusal(guards.a_second_person_confirms, showcase, SHOWCASE, AwardFacts(showcase))


@pytest.mark.parametrize("state", S)
def test_works_are_sent_in_and_checked_in_their_own_times_only(cast, state):
    entry = stage.entry(stage.at(cast, state), cast.zhou_jing, cast.school)
    assert (refusal(guards.submission_is_open, entry, ENTRY) == "") == (state == S.SUBMISSION_OPEN)
    assert (refusal(guards.checking_is_on, entry, ENTRY) == "") == (state == S.QUALIFICATION_CHECKING)


def test_a_repair_has_its_days_and_comes_once(cast):
    showcase = stage.at(cast, S.QUALIFICATION_CHECKING)
    entry = stage.entry(showcase, cast.zhou_jing, cast.school, E.CORRECTION_REQUIRED, correction_until=clock.today())
    assert refusal(guards.correction_is_in_time, entry, ENTRY) == ""
    assert "still has time" in refusal(guards.correction_is_overdue, entry, ENTRY)
    assert "once already" in refusal(guards.first_correction, entry, ENTRY)
    with clock.freeze(clock.now() + timedelta(days=1)):
        assert "over" in refusal(guards.correction_is_in_time, entry, ENTRY)
        assert refusal(guards.correction_is_overdue, entry, ENTRY) == ""


def test_an_empty_work_names_its_empty_fields(cast):
    entry = stage.entry(stage.at(cast, S.SUBMISSION_OPEN), cast.zhou_jing, cast.school, E.DRAFT, title=" ")
    with pytest.raises(DomainError) as caught:
        guards.entry_is_complete(Step(make.actor(cast.zhou_jing), entry, ENTRY.transitions[0]))
    assert list(caught.value.fields) == ["title"]


def test_scores_count_while_scoring_is_on(cast):
    sheet = ScoreSheet.objects.filter(entry__showcase=stage.judged(cast)).first()
    assert refusal(guards.scoring_is_on, sheet, SCORE_SHEET) == ""
    sheet.entry.showcase.state = S.AWARD_PROPOSED
    assert "closed" in refusal(guards.scoring_is_on, sheet, SCORE_SHEET)


def test_an_incomplete_sheet_names_its_open_criteria(cast):
    sheet = ScoreSheet.objects.filter(entry__showcase=stage.judged(cast)).first()
    stage.fill(sheet)
    sheet.scores.filter(criterion__code="ethics").delete()
    with pytest.raises(DomainError) as caught:
        guards.sheet_is_complete(Step(make.actor(sheet.juror), sheet, SCORE_SHEET.transitions[0]))
    assert list(caught.value.fields) == ["ethics", "comment"]
