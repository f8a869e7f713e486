"""The demo's showcases: last year's with its result, this year's being judged, and a small one that takes entries."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from cocare.core import clock, working_days
from cocare.files import services as files
from cocare.people.demo import DemoDistrict
from cocare.people.models import Organisation, Person
from cocare.people.seeding import cast

from . import assigning, rubric
from .enums import TRACK_CODES, EntryState, Level, SheetState, ShowcaseState, TrackKind
from .models import Author, Award, Dimension, Entry, EntryFile, Mark, Panelist, Sheet, Showcase, Track, TransitionLog
from .rules import FILES
from .seeding import papers
from .seeding.works import CALL, COMMENTS, NOW, OFFICE, PAST, Work
from .services import entries, jury

SCHOOL_TRACKS = (TrackKind.KINDERGARTEN, TrackKind.PRIMARY, TrackKind.JUNIOR, TrackKind.SENIOR)
LEVELS = (Level.FIRST, Level.SECOND, Level.FIRST, Level.SECOND, Level.THIRD, Level.FIRST, Level.SECOND)
# How many sheets each of the three jurors has handed in; the demo's juror comes first and has one begun.
HANDED_IN = (3, 7, 5)


@dataclass(frozen=True, slots=True)
class Dates:
    """Days from now: opening, deadline, scores due."""

    opens: int
    closes: int
    scored: int


@transaction.atomic
def seed(district: DemoDistrict) -> None:
    """Put the showcases into a district that has its people. The same for the same seed."""
    with clock.freeze(district.now):
        last_year(district)
        being_judged(district)
        taking_entries(district)


def showcase(district: DemoDistrict, dates: Dates, **facts: Any) -> Showcase:
    """A showcase with its rubric and tracks."""
    kinds = facts.pop("tracks", SCHOOL_TRACKS)
    made = Showcase.objects.create(
        district=district.row, created_by=district.person(cast.DISTRICT_STAFF), call_text=CALL, notice_contact=OFFICE,
        opens_at=district.now + timedelta(days=dates.opens), closes_at=district.now + timedelta(days=dates.closes),
        scoring_until=district.now + timedelta(days=dates.scored),
        created_at=district.now + timedelta(days=dates.opens - 7), seed=district.seed_number, **facts,
    )  # fmt: skip
    rubric.lay_out(made)
    Track.objects.bulk_create(Track(showcase=made, kind=kind, position=position) for position, kind in enumerate(kinds))
    return made


def add_works(district: DemoDistrict, of: Showcase, works: tuple[Work, ...], state: EntryState) -> list[Entry]:
    """The works as their schools sent them in, numbered in an order by chance."""
    tracks = {track.kind: track for track in of.tracks.all()}
    numbers = list(range(1, len(works) + 1))
    district.rng.shuffle(numbers)
    made = []
    for work, number in zip(works, numbers, strict=True):
        school = district.schools[work.school]
        made.append(
            Entry(
                showcase=of, track=tracks[work.track], school=school, owner=owner(district, school, len(made)),
                title=work.title, summary=work.summary, body=work.body, state=state, version=3, number=number,
                submitted_at=of.closes_at - timedelta(days=number, hours=number),
                created_at=of.opens_at + timedelta(days=number), saved_at=of.closes_at - timedelta(days=number),
            )
        )  # fmt: skip
    Entry.objects.bulk_create(made)
    Author.objects.bulk_create(author for entry in made for author in authors(district, entry))
    return made


def owner(district: DemoDistrict, school: Organisation, turn: int) -> Person:
    """A teacher of the school; at the demo's own school the demo's head teacher."""
    if school == district.schools["S02"]:
        return district.person(cast.ZHOU_JING)
    classes = [row for row in district.classes if row.school_id == school.pk]
    return district.head_of[classes[turn % len(classes)].pk]


def authors(district: DemoDistrict, entry: Entry) -> list[Author]:
    classes = [row for row in district.classes if row.school_id == entry.school_id]
    colleagues = [person for row in classes for person in district.teachers_of[row.pk] if person.pk != entry.owner_id]
    people = [entry.owner, *district.rng.sample(sorted(set(colleagues), key=lambda one: str(one.pk)), 1)]
    return [Author(entry=entry, person=person, position=position) for position, person in enumerate(people)]


def last_year(district: DemoDistrict) -> Showcase:
    """Finished: awards, certificates, the gallery."""
    of = showcase(
        district, Dates(-420, -375, -350), title="家校社共育方案展评", theme="放学以后", code="GY",
        year=district.now.year - 1, state=ShowcaseState.CERTIFICATES_ISSUED,
    )  # fmt: skip
    of.notice_from = district.today - timedelta(days=345)
    of.notice_until = working_days.working_day_deadline(of.notice_from, 5).day
    of.save(update_fields=["notice_from", "notice_until"])
    made = add_works(district, of, PAST, EntryState.AWARDED)
    ordered = sorted(zip(made, LEVELS, strict=True), key=lambda pair: (pair[1], pair[0].number or 0))
    Award.objects.bulk_create(
        Award(
            entry=entry, level=level, issued_on=of.notice_until + timedelta(days=3),
            number=f"{of.year}-{of.code}-{TRACK_CODES[TrackKind(entry.track.kind)]}-{level}-{serial:04d}",
        )
        for serial, (entry, level) in enumerate(ordered, 1)
        if entry.track
    )  # fmt: skip
    write_down(of, district, ("confirm_awards", ShowcaseState.AWARD_PROPOSED, ShowcaseState.PUBLIC_NOTICE, 345),
               ("issue_certificates", ShowcaseState.FINALIZED, ShowcaseState.CERTIFICATES_ISSUED, 335))  # fmt: skip
    return of


def being_judged(district: DemoDistrict) -> Showcase:
    """The twelve works in blind review, with part of the scores in."""
    of = showcase(
        district, Dates(-62, -18, 6), title="家校社协同育人主题设计展评", theme="傍晚的陪伴", code="ZT",
        year=district.now.year, state=ShowcaseState.BLIND_REVIEWING,
    )  # fmt: skip
    made = add_works(district, of, NOW, EntryState.UNDER_REVIEW)
    for place, entry in enumerate(made):
        add_files(district, entry, place)
    jurors = free_jurors(district, made)
    Panelist.objects.bulk_create(Panelist(showcase=of, person=person) for person in jurors)
    plan = assigning.plan(made, jurors, set(), per_entry=3, cap=40, seed=district.seed_number)
    sheets = Sheet.objects.bulk_create(Sheet(entry=entry, juror=juror) for entry, juror in plan.pairs)
    for juror, count in zip(jurors, HANDED_IN, strict=True):
        own = sorted((one for one in sheets if one.juror == juror), key=lambda one: one.entry.number or 0)
        hand_in(district, of, own[:count])
    begin(of, next(one for one in sheets if one.juror == jurors[0] and one.entry.number == HANDED_IN[0] + 1), district)
    of.version = sum(HANDED_IN)
    of.save(update_fields=["version"])
    write_down(of, district, ("close_submission", ShowcaseState.SUBMISSION_OPEN, ShowcaseState.SUBMISSION_CLOSED, 17),
               ("start_review", ShowcaseState.QUALIFICATION_CHECKING, ShowcaseState.BLIND_REVIEWING, 9))  # fmt: skip
    return of


def free_jurors(district: DemoDistrict, made: list[Entry]) -> list[Person]:
    """The demo's juror and two more, all without a conflict."""
    found = jury.conflicts(made, [person.pk for person in district.jurors])
    free = [person for person in district.jurors if not any((entry.pk, person.pk) in found for entry in made)]
    return free[: len(HANDED_IN)]


def hand_in(district: DemoDistrict, of: Showcase, sheets: list[Sheet]) -> None:
    dimensions = list(Dimension.objects.filter(showcase=of))
    marks = []
    for sheet in sheets:
        good = district.rng.choice((7, 8, 8, 9))
        marks += [
            Mark(sheet=sheet, dimension=one, value=max(5, min(10, good + district.rng.choice((-1, 0, 0, 1)))))
            for one in dimensions
        ]
        sheet.state, sheet.comment, sheet.version = SheetState.SUBMITTED, district.rng.choice(COMMENTS), 8
        sheet.submitted_at = district.now - timedelta(hours=district.rng.randint(2, 150))
        sheet.saved_at = sheet.submitted_at
    Mark.objects.bulk_create(marks)
    Sheet.objects.bulk_update(sheets, ["state", "comment", "version", "submitted_at", "saved_at"])


def begin(of: Showcase, sheet: Sheet, district: DemoDistrict) -> None:
    """A sheet with some marks on it, so that the juror's desk shows work under way."""
    first = list(Dimension.objects.filter(showcase=of))[:3]
    Mark.objects.bulk_create(
        Mark(sheet=sheet, dimension=one, value=value) for one, value in zip(first, (8, 7, 9), strict=True)
    )
    sheet.version, sheet.saved_at = 3, district.now - timedelta(minutes=35)
    sheet.save(update_fields=["version", "saved_at"])


def add_files(district: DemoDistrict, entry: Entry, place: int) -> None:
    """A page and a sketch, taken in like any upload."""
    actor = district.actor(entry.owner, "teacher")
    title = "活动记录"
    contents = [papers.paper(title, [NOW[place].how, NOW[place].shown]), papers.sketch(place)]
    kept = [files.keep(actor=actor, upload=content, purpose=FILES) for content in contents]
    bound = files.attach(actor=actor, files=kept, purpose=FILES)
    EntryFile.objects.bulk_create(EntryFile(entry=entry, file=file, place=at) for at, file in enumerate(bound, 1))


def taking_entries(district: DemoDistrict) -> Showcase:
    """Open for entries, with a draft of the demo's teacher."""
    of = showcase(
        district, Dates(-6, 30, 45), title="家庭教育微课征集", theme="五分钟讲清一件事", code="WK",
        year=district.now.year, state=ShowcaseState.SUBMISSION_OPEN, tracks=(*SCHOOL_TRACKS, TrackKind.COMMUNITY),
    )  # fmt: skip
    teacher, school = district.person(cast.ZHOU_JING), district.schools["S02"]
    draft = entries.create_draft(actor=district.actor(teacher, "teacher"), showcase=of, school=school)
    Entry.objects.filter(pk=draft.pk).update(
        title="孩子磨蹭，先别催", summary="用一个厨房计时器，把早上的十分钟还给一家人。", version=2,
        body="# 开头\n每天早上七点二十，很多家门口都会听见同一句话：快点。",
        saved_at=district.now - timedelta(hours=20),
    )  # fmt: skip
    return of


def write_down(of: Showcase, district: DemoDistrict, *steps: tuple[str, str, str, int]) -> None:
    """Steps of the past: action, before, after, days ago."""
    TransitionLog.objects.bulk_create(
        TransitionLog(
            showcase=of, subject_type="showcase", subject_id=of.pk, action=action, before=before, after=after,
            person=district.person(cast.DISTRICT_STAFF), at=district.now - timedelta(days=days),
        )
        for action, before, after, days in steps
    )  # fmt: skip
