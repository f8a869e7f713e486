"""Showcases: made, changed, and led along their lifecycle."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction

from cocare.core import audit
from cocare.core.access import Actor
from cocare.core.lifecycle import Step
from cocare.people.models import District

from .. import notices
from ..domain.rubric import RUBRIC
from ..enums import EntryAction, EntryState, ShowcaseAction, ShowcaseState
from ..errors import NotNow
from ..lifecycle import ENTRY, SHOWCASE
from ..live import bump_board
from ..locking import lock_showcase
from ..models import Criterion, Showcase, Track
from ..queries.results import AwardFacts
from . import awards
from .blind_numbers import assign_blind_numbers

FIELDS = (
    "title", "theme", "code", "year", "call_text", "opens_at", "closes_at", "scoring_until", "notice_contact",
    "quota_small", "quota_middle", "quota_large", "jurors_per_entry", "juror_load",
)  # fmt: skip
BEFORE_REVIEW = (
    ShowcaseState.PLANNED, ShowcaseState.CALL_PUBLISHED, ShowcaseState.SUBMISSION_OPEN, ShowcaseState.SUBMISSION_CLOSED,
    ShowcaseState.QUALIFICATION_CHECKING,
)  # fmt: skip


@transaction.atomic
def create_showcase(*, actor: Actor, district: District, values: Mapping[str, Any], tracks: Sequence[str]) -> Showcase:
    """Make a planned showcase with the district's rubric and the chosen tracks. `values` by the names in FIELDS."""
    known = {name: values[name] for name in FIELDS if name in values}
    same = Showcase.objects.filter(district=district, year=known["year"], code=known["code"]).first()
    if same is not None and same.created_by_id == actor.person_id and same.title == known["title"]:
        return same  # the second press of one button
    showcase = Showcase.objects.create(district=district, created_by_id=actor.acting_person_id, **known)
    copy_rubric(showcase)
    _set_tracks(showcase, tracks)
    audit.record(actor, "showcase.create", showcase)
    return showcase


def copy_rubric(showcase: Showcase) -> None:
    """Give a new showcase the criteria of the district's rubric."""
    Criterion.objects.bulk_create(
        Criterion(showcase=showcase, position=position, **standard._asdict())
        for position, standard in enumerate(RUBRIC)
    )


@transaction.atomic
def change_showcase(*, actor: Actor, showcase: Showcase, values: Mapping[str, Any], tracks: Sequence[str]) -> Showcase:
    """Change what the call says. Tracks are fixed once the call is out. Raise NotNow once works are being reviewed."""
    showcase = lock_showcase(showcase.pk)
    if showcase.state not in BEFORE_REVIEW:
        raise NotNow
    for name in FIELDS:
        if name in values:
            setattr(showcase, name, values[name])
    showcase.save(update_fields=[*FIELDS])
    if showcase.state == ShowcaseState.PLANNED:
        _set_tracks(showcase, tracks)
    audit.record(actor, "showcase.change", showcase, state=showcase.state)
    bump_board(showcase, "showcase.changed")
    return showcase


def _set_tracks(showcase: Showcase, kinds: Sequence[str]) -> None:
    showcase.tracks.exclude(kind__in=kinds).delete()
    known = set(showcase.tracks.values_list("kind", flat=True))
    Track.objects.bulk_create(
        Track(showcase=showcase, kind=kind, position=position)
        for position, kind in enumerate(kinds)
        if kind not in known
    )


def advance_showcase(*, actor: Actor, showcase: Showcase, action: str, expected: str, digest: str = "") -> Showcase:
    """Take one step of a showcase.

    `expected` is the state that the person saw: a step taken twice answers like once. `digest` is that of the snapshot
    which the confirming person read. Raise as `Lifecycle.take` does.
    """
    return SHOWCASE.take(
        actor=actor,
        pk=showcase.pk,
        action=action,
        expected=expected,
        facts=AwardFacts(showcase, digest),
        effect=EFFECTS.get(ShowcaseAction(action)),
    )


def _start_review(step: Step[Showcase]) -> None:
    showcase = step.subject
    ENTRY.take_all(
        actor=step.actor,
        rows=showcase.entries.all(),
        state=EntryState.QUALIFIED,
        action=EntryAction.ENTER_REVIEW,
        of=showcase,
    )
    assign_blind_numbers(showcase)
    notices.notify_jurors(showcase)


def _close_scoring(step: Step[Showcase]) -> None:
    rows = step.subject.entries.all()
    ENTRY.take_all(
        actor=step.actor, rows=rows, state=EntryState.UNDER_REVIEW, action=EntryAction.SCORE, of=step.subject
    )


def _propose(step: Step[Showcase]) -> None:
    awards.propose_awards(actor=step.actor, facts=step.facts)


def _take_back(step: Step[Showcase]) -> None:
    awards.withdraw_proposal(proposal=step.facts.proposal)


def _confirm(step: Step[Showcase]) -> None:
    awards.confirm_proposal(actor=step.actor, proposal=step.facts.proposal, showcase=step.subject)


def _finalize(step: Step[Showcase]) -> None:
    awards.finalize_entries(actor=step.actor, showcase=step.subject)


def _issue_certificates(step: Step[Showcase]) -> None:
    awards.issue_certificates(actor=step.actor, showcase=step.subject)


EFFECTS: dict[ShowcaseAction, Callable[[Step[Showcase]], None]] = {
    ShowcaseAction.START_REVIEW: _start_review,
    ShowcaseAction.CLOSE_SCORING: _close_scoring,
    ShowcaseAction.PROPOSE_AWARDS: _propose,
    ShowcaseAction.TAKE_BACK_PROPOSAL: _take_back,
    ShowcaseAction.CONFIRM_AWARDS: _confirm,
    ShowcaseAction.FINALIZE: _finalize,
    ShowcaseAction.ISSUE_CERTIFICATES: _issue_certificates,
}
