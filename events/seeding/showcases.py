"""Showcases of the demo, with the steps they have taken."""

from datetime import timedelta
from typing import Any, NamedTuple

from cocare.core.models import TransitionRecord
from cocare.people.demo import DemoDistrict
from cocare.people.enums import Capacity
from cocare.people.seeding.cast import DISTRICT_STAFF

from ..enums import ShowcaseAction, ShowcaseState, TrackKind
from ..models import Showcase, Track
from ..services.showcases import copy_rubric
from .works import CALL, OFFICE

SCHOOL_TRACKS = (TrackKind.KINDERGARTEN, TrackKind.PRIMARY, TrackKind.JUNIOR, TrackKind.SENIOR)


class Dates(NamedTuple):
    """Days from now: opening, deadline, scores due."""

    opens: int
    closes: int
    scored: int


class PastStep(NamedTuple):
    """A step of a showcase that was taken some days ago."""

    action: ShowcaseAction
    before: ShowcaseState
    after: ShowcaseState
    days_ago: int


def add_showcase(
    district: DemoDistrict, dates: Dates, *, tracks: tuple[TrackKind, ...] = SCHOOL_TRACKS, **fields: Any
) -> Showcase:
    """Return a showcase with its rubric and tracks."""
    showcase = Showcase.objects.create(
        district=district.row, created_by=district.person(DISTRICT_STAFF), call_text=CALL, notice_contact=OFFICE,
        opens_at=district.now + timedelta(days=dates.opens), closes_at=district.now + timedelta(days=dates.closes),
        scoring_until=district.now + timedelta(days=dates.scored),
        created_at=district.now + timedelta(days=dates.opens - 7), seed=district.seed_number, **fields,
    )  # fmt: skip
    copy_rubric(showcase)
    Track.objects.bulk_create(
        Track(showcase=showcase, kind=kind, position=position) for position, kind in enumerate(tracks)
    )
    return showcase


def record_steps(district: DemoDistrict, showcase: Showcase, *steps: PastStep) -> None:
    """Put steps of the past on record."""
    TransitionRecord.objects.bulk_create(
        TransitionRecord(
            subject_type=Showcase._meta.label_lower,
            subject_id=showcase.pk,
            scope_id=showcase.pk,
            action=step.action,
            before=step.before,
            after=step.after,
            person_id=district.person(DISTRICT_STAFF).pk,
            capacity=Capacity.DISTRICT,
            at=district.now - timedelta(days=step.days_ago),
        )
        for step in steps
    )
