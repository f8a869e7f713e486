"""The demo's showcases: last year's with its result, this year's being judged, and a small one that takes entries."""

from datetime import timedelta

from django.db import transaction

from cocare.core import clock, working_days
from cocare.people.demo import DemoDistrict
from cocare.people.enums import Capacity
from cocare.people.seeding.cast import ZHOU_JING

from .enums import EntryState, Level, ShowcaseAction, ShowcaseState, TrackKind
from .models import Award, Entry, Showcase
from .seeding.entries import add_entries, add_files
from .seeding.jury import add_jury_and_scores
from .seeding.showcases import SCHOOL_TRACKS, Dates, PastStep, add_showcase, record_steps
from .seeding.works import NOW, PAST
from .services.awards import NOTICE_DAYS, certificate_number
from .services.entries import create_draft

LEVELS = (Level.FIRST, Level.SECOND, Level.FIRST, Level.SECOND, Level.THIRD, Level.FIRST, Level.SECOND)


@transaction.atomic
def seed(district: DemoDistrict) -> None:
    """Put the showcases into a district that has its people. The same for the same seed."""
    with clock.freeze(district.now):
        add_last_year(district)
        add_being_judged(district)
        add_taking_entries(district)


def add_last_year(district: DemoDistrict) -> Showcase:
    """Finished: awards, certificates, the gallery."""
    showcase = add_showcase(
        district, Dates(-420, -375, -350), title="家校社共育方案展评", theme="放学以后", code="GY",
        year=district.now.year - 1, state=ShowcaseState.CERTIFICATES_ISSUED,
    )  # fmt: skip
    showcase.notice_from = district.today - timedelta(days=345)
    showcase.notice_until = working_days.working_day_deadline(showcase.notice_from, NOTICE_DAYS).day
    showcase.save(update_fields=["notice_from", "notice_until"])
    entries = add_entries(district, showcase, PAST, EntryState.AWARDED)
    ordered = sorted(zip(entries, LEVELS, strict=True), key=lambda pair: (pair[1], pair[0].number or 0))
    awards = [
        Award(entry=entry, level=level, issued_on=showcase.notice_until + timedelta(days=3)) for entry, level in ordered
    ]
    for serial, award in enumerate(awards, 1):
        award.number = certificate_number(showcase, award, serial)
    Award.objects.bulk_create(awards)
    record_steps(
        district,
        showcase,
        PastStep(ShowcaseAction.CONFIRM_AWARDS, ShowcaseState.AWARD_PROPOSED, ShowcaseState.PUBLIC_NOTICE, 345),
        PastStep(ShowcaseAction.ISSUE_CERTIFICATES, ShowcaseState.FINALIZED, ShowcaseState.CERTIFICATES_ISSUED, 335),
    )
    return showcase


def add_being_judged(district: DemoDistrict) -> Showcase:
    """The twelve works in blind review, with part of the scores in."""
    showcase = add_showcase(
        district, Dates(-62, -18, 6), title="家校社协同育人主题设计展评", theme="傍晚的陪伴", code="ZT",
        year=district.now.year, state=ShowcaseState.BLIND_REVIEWING,
    )  # fmt: skip
    entries = add_entries(district, showcase, NOW, EntryState.UNDER_REVIEW)
    for number, entry in enumerate(entries):
        add_files(district, entry, number)
    showcase.version = add_jury_and_scores(district, showcase, entries)
    showcase.save(update_fields=["version"])
    record_steps(
        district,
        showcase,
        PastStep(ShowcaseAction.CLOSE_SUBMISSION, ShowcaseState.SUBMISSION_OPEN, ShowcaseState.SUBMISSION_CLOSED, 17),
        PastStep(ShowcaseAction.START_REVIEW, ShowcaseState.QUALIFICATION_CHECKING, ShowcaseState.BLIND_REVIEWING, 9),
    )
    return showcase


def add_taking_entries(district: DemoDistrict) -> Showcase:
    """Open for entries, with a draft of the demo's teacher."""
    showcase = add_showcase(
        district, Dates(-6, 30, 45), title="家庭教育微课征集", theme="五分钟讲清一件事", code="WK",
        year=district.now.year, state=ShowcaseState.SUBMISSION_OPEN, tracks=(*SCHOOL_TRACKS, TrackKind.COMMUNITY),
    )  # fmt: skip
    actor = district.actor(district.person(ZHOU_JING), Capacity.TEACHER)
    draft = create_draft(actor=actor, showcase=showcase, school=district.schools["S02"])
    Entry.objects.filter(pk=draft.pk).update(
        title="孩子磨蹭，先别催", summary="用一个厨房计时器，把早上的十分钟还给一家人。", version=2,
        body="# 开头\n每天早上七点二十，很多家门口都会听见同一句话：快点。",
        saved_at=district.now - timedelta(hours=20),
    )  # fmt: skip
    return showcase
