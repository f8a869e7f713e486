"""From the proposal to the certificates: two persons, one list, the public notice, objections."""

from datetime import timedelta

import pytest

from cocare.core import clock
from cocare.people.enums import Role
from events.enums import EntryState, ShowcaseState
from events.errors import NotNow, NotYours
from events.models import Award, Objection, ScoreSheet
from events.services import objections
from tests import factories as make

from . import stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
S = ShowcaseState


def proposed(cast):
    showcase = stage.judged(cast, state=S.SCORE_CONFIRMING)
    stage.score_all(showcase, 9)
    showcase.entries.update(state=EntryState.SCORED)
    return stage.advance(cast, showcase, "propose_awards")


def digest_of(showcase):
    return showcase.proposals.get(withdrawn_at=None).digest


def test_two_persons_decide(cast):
    showcase = proposed(cast)
    with pytest.raises(NotYours):
        stage.advance(cast, showcase, "confirm_awards", digest=digest_of(showcase))
    assert not Award.objects.exists()
    second = make.post(Role.DISTRICT_STAFF, cast.commission)
    stage.advance(cast, showcase, "confirm_awards", second, digest_of(showcase))
    assert Award.objects.get().level == "1"


def test_what_changed_after_the_proposal_cannot_be_confirmed(cast):
    showcase = proposed(cast)
    sheet = ScoreSheet.objects.first()
    sheet.scores.filter(criterion__code="collab").update(value=3)
    with pytest.raises(NotNow):
        stage.advance(cast, showcase, "confirm_awards", cast.team_lead, digest_of(showcase))
    back = stage.advance(cast, showcase, "take_back_proposal")
    assert back.state == S.SCORE_CONFIRMING


def test_a_person_confirms_only_what_they_read(cast):
    showcase = proposed(cast)
    with pytest.raises(NotNow):
        stage.advance(cast, showcase, "confirm_awards", cast.team_lead, "another list")


def test_the_notice_runs_five_working_days(cast):
    with clock.freeze(stage.START):  # a Tuesday
        showcase = proposed(cast)
        showcase = stage.advance(cast, showcase, "confirm_awards", cast.team_lead, digest_of(showcase))
        assert showcase.notice_until.isoformat() == "2026-09-08"
    with clock.freeze(stage.START + timedelta(days=7)):
        stage.refused(cast, showcase, "finalize", "still runs")
    with clock.freeze(stage.START + timedelta(days=8)):
        assert stage.advance(cast, showcase, "finalize").state == S.FINALIZED


def test_an_objection_holds_back_one_work_only(cast):
    with clock.freeze(stage.START):
        showcase = stage.judged(cast, count=4, state=S.SCORE_CONFIRMING)
        for sheet in ScoreSheet.objects.select_related("entry"):
            stage.score(sheet, 10 - sheet.entry.number)
        showcase.entries.update(state=EntryState.SCORED)
        showcase = stage.advance(cast, showcase, "propose_awards")
        showcase = stage.advance(cast, showcase, "confirm_awards", cast.team_lead, digest_of(showcase))
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
        showcase = stage.advance(cast, showcase, "finalize")
        states = dict(showcase.entries.values_list("number", "state"))
        assert states == {1: "scored", 2: "awarded", 3: "not_awarded", 4: "not_awarded"}
        showcase = stage.advance(cast, showcase, "issue_certificates")
        stage.refused(cast, showcase, "archive", "objection")
        objections.answer_objection(actor=office, objection_id=objection.pk, action="accept")
        objections.answer_objection(actor=office, objection_id=objection.pk, action="uphold", answer="查实,撤回。")
        disputed.refresh_from_db()
        assert disputed.state == "not_awarded"
        assert disputed.award.number is None
        assert stage.advance(cast, showcase, "archive").state == S.ARCHIVED
    assert Objection.objects.get().state == "upheld"


def test_an_answered_objection_lets_the_award_through(cast):
    with clock.freeze(stage.START):
        showcase = proposed(cast)
        showcase = stage.advance(cast, showcase, "confirm_awards", cast.team_lead, digest_of(showcase))
        entry = showcase.entries.get()
        objection = objections.file_objection(
            actor=make.actor(cast.he_miao), entry=entry, name="何苗", contact="13900000000", reason="去年已经参评过。"
        )
    with clock.freeze(stage.START + timedelta(days=8)):
        showcase = stage.advance(cast, showcase, "finalize")
        showcase = stage.advance(cast, showcase, "issue_certificates")
        office = make.actor(cast.district_staff)
        objections.answer_objection(
            actor=office, objection_id=objection.pk, action="decline", answer="对分数不服,不在受理范围。"
        )
        entry.refresh_from_db()
        assert entry.state == "awarded"
        assert entry.award.number == "2026-GY-XX-1-0001"
