"""Showcases at any point of their life, built by the services that pages use."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import Image

from cocare.core import clock
from cocare.files import services as files
from cocare.people.enums import Role
from cocare.people.models import Organisation, Person
from events.enums import EntryState, ScoreSheetState, ShowcaseState
from events.errors import NotNow
from events.models import Author, Entry, EntryFile, Panelist, Score, ScoreSheet, Showcase
from events.services import entry_files, score_sheets, showcases
from tests import factories as make
from tests.cast import Cast

START = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
WORDS = "轮值机制写得很实在,建议补上雨天的安排。"
BODY = "# 缘起\n周静老师发现,孩子们放学后没有人陪。\n\n# 怎么做\n石榴渡小学和家长一起办书角。"


def call(**changed) -> dict:
    """What the form of a call would give."""
    now = clock.now()
    return {
        "title": "共育方案展评", "theme": "傍晚的陪伴", "code": "GY", "year": 2026, "call_text": "请各校报送方案。",
        "opens_at": now + timedelta(hours=1), "closes_at": now + timedelta(days=45),
        "scoring_until": now + timedelta(days=70), "notice_contact": "区教委 023-0000 0000",
        "quota_small": 2, "quota_middle": 3, "quota_large": 4, "jurors_per_entry": 3, "juror_load": 40,
    } | changed  # fmt: skip


def planned(cast: Cast, **changed) -> Showcase:
    return showcases.create_showcase(
        actor=make.actor(cast.district_staff), district=cast.school.district, values=call(**changed),
        tracks=["primary", "junior"],
    )  # fmt: skip


def at(cast: Cast, state: ShowcaseState, **changed) -> Showcase:
    """A showcase put into a state; dates fit the state."""
    now = clock.now()
    dates = {"opens_at": now - timedelta(days=40), "closes_at": now + timedelta(days=5)}
    if state not in (ShowcaseState.PLANNED, ShowcaseState.CALL_PUBLISHED, ShowcaseState.SUBMISSION_OPEN):
        dates["closes_at"] = now - timedelta(days=1)
    showcase = planned(cast, **(dates | {"scoring_until": now + timedelta(days=20)} | changed))
    Showcase.objects.filter(pk=showcase.pk).update(state=state)
    showcase.refresh_from_db()
    return showcase


def entry(
    showcase: Showcase,
    owner: Person,
    school: Organisation,
    state=EntryState.SUBMITTED,
    title="石榴渡家庭书角",
    **fields,
) -> Entry:
    found = Entry.objects.create(
        showcase=showcase, school=school, owner=owner, state=state, title=title, summary="祖辈也能参与的共读。",
        body=BODY, track=fields.pop("track", None) or showcase.tracks.first(), submitted_at=clock.now(), version=1,
        **fields,
    )  # fmt: skip
    Author.objects.create(entry=found, person=owner, position=0)
    return found


def judged(cast: Cast, count: int = 1, jurors: int = 3, state=ShowcaseState.BLIND_REVIEWING) -> Showcase:
    """A showcase in review with `count` works, each with open sheets of the same jurors."""
    showcase = at(cast, state)
    people = [*cast.jurors, *(make.post(Role.JUROR, cast.commission) for _ in range(max(0, jurors - len(cast.jurors))))]
    Panelist.objects.bulk_create(Panelist(showcase=showcase, person=person) for person in people[:jurors])
    works = [
        entry(showcase, cast.zhou_jing, cast.school, EntryState.UNDER_REVIEW, f"石榴渡家庭书角{number}", number=number)
        for number in range(1, count + 1)
    ]
    ScoreSheet.objects.bulk_create(ScoreSheet(entry=work, juror=person) for work in works for person in people[:jurors])
    return showcase


def score(sheet: ScoreSheet, value: int = 8, **values: int) -> ScoreSheet:
    """Hand a sheet in with one score everywhere, or others by criterion."""
    actor = make.actor(sheet.juror)
    scores = {one.code: values.get(one.code, value) for one in sheet.entry.showcase.criteria.all()}
    score_sheets.save_score_sheet(actor=actor, sheet=sheet, scores=scores, comment=WORDS, veto=False)
    return score_sheets.hand_in_score_sheet(actor=actor, sheet_id=sheet.pk)


def score_all(showcase: Showcase, value: int = 8) -> None:
    for sheet in ScoreSheet.objects.filter(entry__showcase=showcase, state=ScoreSheetState.OPEN):
        score(sheet, value)


def fill(sheet: ScoreSheet, value: int = 8) -> None:
    """Put scores everywhere without handing in."""
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion=one, value=value) for one in sheet.entry.showcase.criteria.all()
    )


def picture(name: str = "周静-石榴渡小学.png") -> SimpleUploadedFile:
    """A small picture whose name tells everything."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def attach(entry: Entry, owner: Person, upload: SimpleUploadedFile | None = None) -> EntryFile:
    """A file with a work, as its author adds it."""
    actor = make.actor(owner)
    kept = files.store_upload(actor=actor, upload=upload or picture(), purpose="entry")
    state = entry.state
    Entry.objects.filter(pk=entry.pk).update(state=EntryState.DRAFT)
    (bound,) = entry_files.attach_files(actor=actor, entry=entry, chosen=[kept])
    Entry.objects.filter(pk=entry.pk).update(state=state)
    return bound


def advance(cast: Cast, showcase: Showcase, action: str, who: Person | None = None, digest: str = "") -> Showcase:
    """Take a step of a showcase as it stands, as the district's office if nobody else is named."""
    return showcases.advance_showcase(
        actor=make.actor(who or cast.district_staff),
        showcase=showcase,
        action=action,
        expected=showcase.state,
        digest=digest,
    )


def refused(cast: Cast, showcase: Showcase, action: str, words: str) -> None:
    """Hold that the office can't take this step now, and is told so."""
    with pytest.raises(NotNow) as caught:
        advance(cast, showcase, action)
    assert words in str(caught.value.text)


def only_error(response: HttpResponse, field: str) -> None:
    """Hold that a form came back with one sentence beside one field."""
    errors = response.context["form"].errors
    assert (response.status_code, list(errors), len(errors[field])) == (422, [field], 1)
