"""Who may open and do what in the events room."""

from uuid import UUID

from events.enums import EntryState, ShowcaseState
from events.forms import EntryForm, ShowcaseForm
from events.models import Award, Entry, Objection, ScoreSheet
from tests.access import ALL, FileRow, Row, TopicRow
from tests.cast import Cast

from . import stage

OFFICE = "district_staff"
OVERSIGHT = "district_staff team_lead"
ENTERING = "zhou_jing luo_ping principal other_principal team_member community_worker"


def showcase(state: ShowcaseState):
    return lambda cast: {"pk": stage.at(cast, state).pk}


def entry(state: EntryState, of: ShowcaseState = ShowcaseState.QUALIFICATION_CHECKING):
    def build(cast: Cast) -> dict:
        return {"pk": _entry(cast, state, of).pk}

    return build


def _entry(cast: Cast, state: EntryState, of: ShowcaseState) -> Entry:
    return stage.entry(stage.at(cast, of), cast.zhou_jing, cast.school, state, number=1)


def awarded(cast: Cast, of: ShowcaseState = ShowcaseState.PUBLIC_NOTICE) -> Entry:
    found = _entry(cast, EntryState.SCORED, of)
    Award.objects.create(entry=found, level="1", number="2026-GY-XX-1-0001")
    return found


def work(cast: Cast) -> dict:
    return {"pk": awarded(cast).pk}


def sheet(cast: Cast) -> dict:
    showcase = stage.judged(cast)
    return {"pk": ScoreSheet.objects.get(entry__showcase=showcase, juror=cast.jurors[0]).pk}


def sheet_with_file(cast: Cast) -> dict:
    showcase = stage.judged(cast)
    stage.attach(showcase.entries.get(), cast.zhou_jing)
    return {"pk": ScoreSheet.objects.get(juror=cast.jurors[0]).pk, "position": 1}


def own_file(cast: Cast) -> dict:
    found = _entry(cast, EntryState.DRAFT, ShowcaseState.SUBMISSION_OPEN)
    return {"pk": stage.attach(found, cast.zhou_jing).pk}


def file_of_entry(cast: Cast) -> UUID:
    return stage.attach(
        _entry(cast, EntryState.SUBMITTED, ShowcaseState.QUALIFICATION_CHECKING), cast.zhou_jing
    ).file_id


def judged_entry(cast: Cast) -> dict:
    return {"pk": stage.judged(cast).entries.get().pk}


def objection(cast: Cast) -> dict:
    found = Objection.objects.create(
        entry=awarded(cast),
        name="柳青",
        contact="19900000012",
        reason="这份作品去年参加过。",
        answer_due=stage.START.date(),
    )
    return {"pk": found.pk}


def some_showcase(cast: Cast) -> dict:
    stage.planned(cast)
    return {}


def certificate(cast: Cast) -> dict:
    return {"number": awarded(cast).award.number}


S, E = ShowcaseState, EntryState
# Every field by name, so that the bad-input walk reaches each of them.
DRAFT = dict.fromkeys(EntryForm.base_fields, "")
CALL = dict.fromkeys(ShowcaseForm.base_fields, "")
SCORES = {"mark_collab": "", "comment": "", "veto": ""}
TABLE = [
    Row("events:showcase.list", ALL, public=True),
    Row("events:showcase.show", ALL, public=True, url=showcase(S.CALL_PUBLISHED)),
    Row("events:work.show", ALL, public=True, url=work),
    Row("events:cover.show", ALL, public=True, url=lambda cast: {"seed": 7}),
    Row("events:objection.create", ALL, public=True, url=work),
    Row(
        "events:objection.create", ALL, method="POST", public=True, url=work,
        data=lambda cast: {"name": "何苗", "contact": "13900000000", "reason": "这份作品参加过。"},
    ),
    Row("events:certificate.find", ALL, public=True),
    Row("events:certificate.show", ALL, public=True, url=certificate),
    Row("events:entry.list", f"{ENTERING} team_lead"),
    Row("events:entry.create", ENTERING, url=showcase(S.SUBMISSION_OPEN)),
    Row("events:entry.create", "", ENTERING, url=showcase(S.CALL_PUBLISHED)),
    Row(
        "events:entry.create", ENTERING, method="POST", url=showcase(S.SUBMISSION_OPEN),
        data=lambda cast: {"school": cast.school.pk},
    ),
    Row("events:entry.edit", "zhou_jing principal district_staff", url=entry(E.SUBMITTED)),
    Row("events:entry.edit", "zhou_jing", url=entry(E.DRAFT, S.SUBMISSION_OPEN)),
    Row(
        "events:entry.edit", "zhou_jing", method="POST", url=entry(E.DRAFT, S.SUBMISSION_OPEN),
        data=lambda cast: DRAFT,
    ),
    Row(
        "events:entry.save", "zhou_jing", "principal district_staff", "POST", url=entry(E.CORRECTION_REQUIRED),
        data=lambda cast: DRAFT,
    ),
    Row(
        "events:entry.advance", "zhou_jing", "principal district_staff", "POST", url=entry(E.SUBMITTED),
        data=lambda cast: {"action": "take_back"},
    ),
    Row(
        "events:entry.attach", "zhou_jing", "principal district_staff", "POST", url=entry(E.CORRECTION_REQUIRED),
        data=lambda cast: {"files": "no-file"},
    ),
    Row("events:entry.detach", "zhou_jing", method="POST", url=own_file),
    Row("events:judging.list", "juror team_member team_lead"),
    Row("events:sheet.edit", "juror", url=sheet),
    Row("events:sheet.edit", "juror", method="POST", url=sheet, data=lambda cast: SCORES | {"then": "hand_in"}),
    Row("events:sheet.save", "juror", method="POST", url=sheet, data=lambda cast: SCORES),
    Row("events:sheet.recuse", "juror", method="POST", url=sheet, data=lambda cast: {"reason": ""}),
    Row("events:sheet.file", "juror", url=sheet_with_file),
    Row("events:sheet.unlock", OVERSIGHT, method="POST", url=sheet, data=lambda cast: {"reason": ""}),
    Row("events:showcase.manage", OVERSIGHT, url=some_showcase),
    Row("events:showcase.create", OFFICE),
    Row("events:showcase.create", OFFICE, method="POST", data=lambda cast: CALL),
    Row("events:showcase.board", OVERSIGHT, url=showcase(S.BLIND_REVIEWING)),
    Row("events:showcase.edit", OFFICE, "team_lead", url=showcase(S.PLANNED)),
    Row("events:showcase.edit", OFFICE, "team_lead", "POST", url=showcase(S.PLANNED), data=lambda cast: CALL),
    Row(
        "events:showcase.advance", OFFICE, "team_lead", "POST", url=showcase(S.PLANNED),
        data=lambda cast: {"action": "publish_call", "expected": "planned", "digest": ""},
    ),
    Row(
        "events:showcase.advance", OVERSIGHT, method="POST", url=showcase(S.AWARD_PROPOSED),
        data=lambda cast: {"action": "confirm_awards"},
    ),
    Row("events:entry.queue", OFFICE, "team_lead", url=showcase(S.QUALIFICATION_CHECKING)),
    Row("events:jury.assign", OFFICE, "team_lead", url=showcase(S.QUALIFICATION_CHECKING)),
    Row(
        "events:jury.assign", OFFICE, "team_lead", "POST", url=showcase(S.QUALIFICATION_CHECKING),
        data=lambda cast: {"jurors": "", "seed": "1"},
    ),
    Row("events:result.show", OVERSIGHT, url=showcase(S.SCORE_CONFIRMING)),
    Row("events:entry.check", OFFICE, url=entry(E.SUBMITTED)),
    Row(
        "events:entry.check", OFFICE, method="POST", url=entry(E.SUBMITTED),
        data=lambda cast: {"action": "", "reason": ""},
    ),
    Row("events:entry.scores", OVERSIGHT, url=judged_entry),
    Row("events:entry.arbitrate", OVERSIGHT, method="POST", url=judged_entry),
    Row("events:entry.order", OVERSIGHT, method="POST", url=judged_entry, data=lambda cast: {"tie_rank": ""}),
    Row(
        "events:objection.answer", OFFICE, method="POST", url=objection,
        data=lambda cast: {"action": "", "answer": ""},
    ),
]  # fmt: skip

NOT_EXPORTED = {
    "events.Showcase": "an office's act, not about who set it up; the act itself is on the audit trail",
    "events.Proposal": "an office's act, not about who prepared it; the act itself is on the audit trail",
}
TOPICS = [TopicRow("board", f"{OVERSIGHT} juror", key=lambda cast: stage.judged(cast).pk)]
FILES = [FileRow("entry", "zhou_jing principal district_staff", file=file_of_entry)]
