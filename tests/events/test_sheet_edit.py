"""A juror's sheet: kept as it grows, locked once handed in, never seen by other jurors."""

import pytest
from django.urls import reverse

from cocare.core.lifecycle import records_of
from events.enums import ScoreSheetState, ShowcaseState
from events.models import Score, ScoreSheet
from events.queries.results import result_board
from tests import factories as make

from . import stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def showcase(cast):
    return stage.judged(cast, count=2)


@pytest.fixture
def sheet(cast, showcase):
    return ScoreSheet.objects.get(juror=cast.jurors[0], entry__number=1)


@pytest.fixture
def juror(cast):
    return make.client(cast.jurors[0])


def scores(sheet, value=8, **changed) -> dict:
    codes = sheet.entry.showcase.criteria.values_list("code", flat=True)
    return {f"mark_{code}": value for code in codes} | {"comment": stage.WORDS} | changed


def send(client, sheet, verb="edit", **data):
    return client.post(reverse(f"events:sheet.{verb}", kwargs={"pk": sheet.pk}), data)


def test_every_mark_is_kept_as_it_is_chosen(juror, sheet):
    answer = send(juror, sheet, "save", mark_collab="9", mark_value="8")
    assert answer.json() | {"at": ""} == {"version": 1, "at": "", "score": "34.5", "weight": 40, "missing": 5}
    page = juror.get(reverse("events:sheet.edit", kwargs={"pk": sheet.pk})).content.decode()
    assert page.count(" checked") == 2
    assert "34.5" in page
    send(juror, sheet, "save", mark_collab="3")
    assert Score.objects.get(sheet=sheet, criterion__code="collab").value == 3


def test_handing_in_needs_every_mark_and_a_sentence(juror, sheet):
    data = scores(sheet)
    del data["mark_ethics"]
    answer = send(juror, sheet, **data, then="hand_in")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["ethics"]
    short = send(juror, sheet, **scores(sheet, comment="好。"), then="hand_in")
    assert list(short.context["form"].errors) == ["comment"]
    sheet.refresh_from_db()
    assert sheet.state == ScoreSheetState.OPEN
    assert sheet.scores.count() == 7  # nothing was lost


def test_handing_in_locks_and_leads_on(juror, sheet):
    answer = send(juror, sheet, **scores(sheet), then="hand_in")
    other = ScoreSheet.objects.get(juror=sheet.juror, entry__number=2)
    assert answer["Location"] == reverse("events:sheet.edit", kwargs={"pk": other.pk})
    assert send(juror, sheet, "save", **scores(sheet, 1)).status_code == 403
    assert send(juror, sheet, **scores(sheet, 1), then="hand_in").status_code == 403
    assert set(sheet.scores.values_list("value", flat=True)) == {8}
    assert "locked" in juror.get(reverse("events:sheet.edit", kwargs={"pk": sheet.pk})).content.decode()


def test_only_with_a_reason_it_is_unlocked_and_that_stays_on_record(cast, juror, sheet):
    stage.score(sheet)
    lead = make.client(cast.team_lead)
    send(lead, sheet, "unlock", reason="  ")
    sheet.refresh_from_db()
    assert sheet.state == ScoreSheetState.SUBMITTED
    send(lead, sheet, "unlock", reason="协同设计一项点错了。")
    sheet.refresh_from_db()
    assert sheet.state == ScoreSheetState.OPEN
    line = records_of(sheet).get(action="unlock")
    assert (line.person_id, line.reason) == (cast.team_lead.pk, "协同设计一项点错了。")
    assert send(juror, sheet, **scores(sheet, 6), then="hand_in").status_code == 303


def test_another_jurors_sheet_is_nothing(cast, juror, sheet):
    theirs = ScoreSheet.objects.get(juror=cast.jurors[1], entry=sheet.entry)
    stage.score(theirs, 10)
    for verb in ("edit", "save", "recuse"):
        assert send(juror, theirs, verb, **scores(theirs)).status_code == 404
    page = juror.get(reverse("events:sheet.edit", kwargs={"pk": sheet.pk})).content.decode()
    assert "100.0" not in page
    assert "1 of 3" in page


def test_stepping_back_calls_a_substitute_and_takes_the_work_away(cast, juror, sheet, showcase):
    fourth = make.post("juror", cast.commission, "评委丁")
    showcase.panel.create(person=fourth)
    stage.fill(sheet)
    send(juror, sheet, "recuse", reason="")
    sheet.refresh_from_db()
    assert sheet.state == ScoreSheetState.OPEN
    for _press in range(2):
        send(juror, sheet, "recuse", reason="我指导过这份作品。")
    sheet.refresh_from_db()
    assert sheet.state == ScoreSheetState.RECUSED
    assert not sheet.scores.exists()
    assert ScoreSheet.objects.get(juror=fourth).kind == "substitute"
    page = juror.get(reverse("events:sheet.edit", kwargs={"pk": sheet.pk})).content.decode()
    assert "家庭书角1" not in page
    assert records_of(sheet).get().reason == "我指导过这份作品。"


def test_a_veto_takes_the_work_out(cast, showcase):
    for one in ScoreSheet.objects.filter(entry__number=1):
        stage.score(one, 10)
    for one in ScoreSheet.objects.filter(entry__number=2):
        stage.score(one, 8)
    ScoreSheet.objects.filter(entry__number=1, juror=cast.jurors[2]).update(veto=True)
    first, second = result_board(showcase)
    assert (first.vetoed, first.rank, first.level) == (True, None, None)
    assert (second.rank, second.level) == (1, "2")


def test_scores_far_apart_are_scored_again_by_the_lead_and_two_new_jurors(cast, showcase):
    for sheet, value in zip(ScoreSheet.objects.filter(entry__number=1), (4, 9, 9), strict=True):
        stage.score(sheet, value)
    entry = showcase.entries.get(number=1)
    assert result_board(showcase)[0].needs_arbitration
    lead = make.client(cast.team_lead)
    url = reverse("events:entry.arbitrate", kwargs={"pk": entry.pk})
    lead.post(url)
    assert not entry.sheets.filter(kind="arbitration").exists()  # nobody is free
    new = [make.post("juror", cast.commission) for _ in range(2)]
    for _press in range(2):
        lead.post(url)
    again = entry.sheets.filter(kind="arbitration")
    assert {one.juror for one in again} == {cast.team_lead, *new}
    assert result_board(showcase)[0].score is None
    for sheet, value in zip(again, (8, 8, 9), strict=True):
        stage.score(sheet, value)
    line = result_board(showcase)[0]
    assert str(line.rounded_score) == "83.33"
    assert not line.needs_arbitration
    own = again.get(juror=cast.team_lead)
    assert lead.get(reverse("events:sheet.edit", kwargs={"pk": own.pk})).status_code == 200


def test_after_scoring_the_desk_is_empty(juror, sheet, showcase):
    showcase.state = ShowcaseState.PUBLIC_NOTICE
    showcase.save()
    assert juror.get(reverse("events:sheet.edit", kwargs={"pk": sheet.pk})).status_code == 404
    assert juror.get(reverse("events:judging.list")).context["queues"] == []


def test_a_juror_whose_post_ended_sees_nothing(cast, juror, sheet):
    cast.jurors[0].posts.update(until=make.yesterday())
    assert juror.get(reverse("events:sheet.edit", kwargs={"pk": sheet.pk})).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"mark_collab": "11"}, "collab"),
        ({"mark_collab": "0"}, "collab"),
        ({"mark_collab": "8.5"}, "collab"),
        ({"mark_collab": "<b>"}, "collab"),
        ({"comment": "长" * 301}, "comment"),
    ],
)
def test_bad_input_gets_one_sentence_and_keeps_the_rest(juror, sheet, wrong, field):
    answer = send(juror, sheet, **scores(sheet, **wrong))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not sheet.scores.exists()
    page = answer.content.decode()
    assert page.count(" checked") >= 6
    assert send(juror, sheet, "save", **scores(sheet, **wrong)).status_code == 422
