"""Showcases: made, changed, and moved along their lifecycle."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from cocare.core import audit
from cocare.core.access import Actor
from cocare.core.errors import DomainError
from cocare.people.models import District

from .. import notices, rubric
from ..enums import SHOWCASE_MOVES, EntryState, Move, ShowcaseState, find_move
from ..errors import NotNow
from ..live import tell
from ..models import Showcase, Track
from . import entries, moves, results

FIELDS = (
    "title", "theme", "code", "year", "call_text", "opens_at", "closes_at", "scoring_until", "notice_contact",
    "quota_small", "quota_middle", "quota_large", "jurors_per_entry", "juror_load",
)  # fmt: skip
NEEDS_BOARD = ("propose_awards", "confirm_awards", "take_back_proposal")
BEFORE_REVIEW = (
    ShowcaseState.PLANNED, ShowcaseState.CALL_PUBLISHED, ShowcaseState.SUBMISSION_OPEN, ShowcaseState.SUBMISSION_CLOSED,
    ShowcaseState.QUALIFICATION_CHECKING,
)  # fmt: skip


@transaction.atomic
def create(*, actor: Actor, district: District, facts: Mapping[str, Any], tracks: Sequence[str]) -> Showcase:
    """A planned showcase with the district's rubric and the chosen tracks. `facts` by the names in FIELDS."""
    known = {name: facts[name] for name in FIELDS if name in facts}
    same = Showcase.objects.filter(district=district, year=known["year"], code=known["code"]).first()
    if same is not None and same.created_by_id == actor.person_id and same.title == known["title"]:
        return same  # the second press of one button
    showcase = Showcase.objects.create(district=district, created_by_id=actor.person_id, **known)
    rubric.lay_out(showcase)
    _set_tracks(showcase, tracks)
    audit.record(actor, "showcase.create", showcase)
    return showcase


@transaction.atomic
def change(*, actor: Actor, showcase: Showcase, facts: Mapping[str, Any], tracks: Sequence[str]) -> Showcase:
    """Change what the call says. Only the dates stay open after entries are; nothing after the check.

    Raises NotNow once works are being reviewed.
    """
    showcase = moves.lock(showcase.pk)
    if showcase.state not in BEFORE_REVIEW:
        raise NotNow
    for name in FIELDS:
        if name in facts:
            setattr(showcase, name, facts[name])
    showcase.save(update_fields=[*FIELDS])
    if showcase.state == ShowcaseState.PLANNED:
        _set_tracks(showcase, tracks)
    audit.record(actor, "showcase.change", showcase, state=showcase.state)
    tell(showcase, "showcase.changed")
    return showcase


def _set_tracks(showcase: Showcase, kinds: Sequence[str]) -> None:
    showcase.tracks.exclude(kind__in=kinds).delete()
    known = set(showcase.tracks.values_list("kind", flat=True))
    Track.objects.bulk_create(
        Track(showcase=showcase, kind=kind, position=position)
        for position, kind in enumerate(kinds)
        if kind not in known
    )


@transaction.atomic
def advance(*, actor: Actor, showcase_id: UUID, action: str, expected: str, digest: str = "") -> Showcase:
    """Take one step of SHOWCASE_MOVES.

    `expected` is the state that the person saw: a step taken twice answers like once. `digest` is the snapshot that
    the confirming person read. Raises NotNow, or the sentence of a guard that does not hold.
    """
    showcase = moves.lock(showcase_id)
    done = find_move(SHOWCASE_MOVES, expected, action)
    if done is not None and showcase.state == done.next and expected != showcase.state:
        return showcase
    facts = _facts(showcase, action, digest)
    move = moves.check(SHOWCASE_MOVES, showcase, action, actor=actor, **facts)
    effect = EFFECTS.get(action)
    if effect:
        effect(actor, showcase, **facts)
    moves.apply(actor, showcase, showcase, move)
    tell(showcase, "showcase.moved", state=showcase.state)
    return showcase


def obstacle(showcase: Showcase, move: Move) -> str:
    """Why a step can't be taken now, in a sentence for its button; empty when it can, or when only its page knows."""
    if move.action in NEEDS_BOARD:
        return ""
    try:
        moves.check(SHOWCASE_MOVES, showcase, move.action)
    except DomainError as error:
        return str(error.text)
    return ""


def _facts(showcase: Showcase, action: str, digest: str) -> dict[str, Any]:
    """What guards and effects of the result steps need, computed once."""
    if action not in NEEDS_BOARD:
        return {}
    board = results.board(showcase)
    proposal = showcase.proposals.filter(withdrawn_at=None).first()
    return {
        "board": board,
        "proposal": proposal,
        "digest": digest,
        "now_digest": results.digest_of(results.lines_of(board)),
    }


def _start_review(actor: Actor, showcase: Showcase, **_facts) -> None:
    entries.move_all(actor, showcase, EntryState.QUALIFIED, "enter_review")
    entries.number_all(showcase)
    notices.to_jurors(showcase)


def _close_scoring(actor: Actor, showcase: Showcase, **_facts) -> None:
    entries.move_all(actor, showcase, EntryState.UNDER_REVIEW, "score")


EFFECTS: dict[str, Callable[..., None]] = {
    "start_review": _start_review,
    "close_scoring": _close_scoring,
    "propose_awards": results.freeze,
    "take_back_proposal": results.withdraw_proposal,
    "confirm_awards": results.publish_notice,
    "finalize": results.finalize,
    "issue_certificates": results.issue_certificates,
}
