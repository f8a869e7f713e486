"""The result: the board of scores, the frozen proposal, the public notice, the final awards, certificates."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from cocare.core import audit, clock, working_days
from cocare.core.access import Actor

from .. import awarding, notices, scoring
from ..awarding import Contender
from ..enums import PENDING, SCORING, TRACK_CODES, EntryState, Level, SheetKind, SheetState, TrackKind
from ..errors import NotNow
from ..live import tell
from ..models import Award, Dimension, Entry, Mark, Objection, Proposal, Sheet, Showcase, Track
from . import entries, moves

NOTICE_DAYS = 5


@dataclass(slots=True)
class Line:
    """One entry on the board. `score` is unrounded; `rank`, `level` and `tied` are those of its track."""

    entry: Entry
    sheets: list[Sheet]
    outcome: scoring.Outcome
    score: Fraction | None
    vetoed: bool
    arbitrated: bool
    dimensions: tuple[Fraction, ...]
    totals: tuple[Fraction, ...]
    scored: list[tuple[Sheet, Decimal | None]]
    """Each sheet with what it comes to, for those who decide; never for authors or other jurors."""
    rank: int | None = None
    level: Level | None = None
    tied: bool = False

    @property
    def shown(self):
        return scoring.shown(self.score)

    @property
    def needs_arbitration(self) -> bool:
        return self.outcome.dispersed and not self.arbitrated and not self.vetoed


def board(showcase: Showcase) -> list[Line]:
    """Every entry in review or scored, with its score and place. Five queries however many entries there are."""
    rubric = list(Dimension.objects.filter(showcase=showcase))
    tracks = {track.pk: track for track in Track.objects.filter(showcase=showcase)}
    states = (EntryState.UNDER_REVIEW, EntryState.SCORED, EntryState.AWARDED, EntryState.NOT_AWARDED)
    rows = list(
        showcase.entries.filter(state__in=states)
        .select_related("school", "track")
        .order_by("track__position", "number")
    )
    sheets = defaultdict(list)
    for sheet in (
        Sheet.objects.filter(entry__in=rows).exclude(state=SheetState.RECUSED).select_related("juror").order_by("pk")
    ):
        sheets[sheet.entry_id].append(sheet)
    marks: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for sheet_id, dimension_id, value in Mark.objects.filter(
        sheet__entry__in=rows, sheet__state=SheetState.SUBMITTED
    ).values_list("sheet_id", "dimension_id", "value"):
        marks[sheet_id][dimension_id] = value
    lines = [_line(entry, sheets[entry.pk], marks, rubric) for entry in rows]
    for track in tracks.values():
        _place(track, [line for line in lines if line.entry.track_id == track.pk])
    return lines


def _line(entry: Entry, sheets: list[Sheet], marks: dict[UUID, dict[UUID, int]], rubric: list[Dimension]) -> Line:
    valid = [sheet for sheet in sheets if sheet.state == SheetState.SUBMITTED]
    regular = [sheet for sheet in valid if sheet.kind != SheetKind.ARBITRATION]
    asked = [sheet for sheet in sheets if sheet.kind == SheetKind.ARBITRATION]
    again = [sheet for sheet in asked if sheet.state == SheetState.SUBMITTED]
    weights = {one.pk: one.weight for one in rubric}
    totals = {sheet.pk: scoring.total(marks[sheet.pk], weights) for sheet in valid}
    outcome = scoring.outcome([totals[sheet.pk] for sheet in regular])
    counted = again if asked else regular
    score = scoring.outcome([totals[sheet.pk] for sheet in counted]).plain if again else outcome.score
    if asked and len(again) < len(asked):
        score = None
    in_ties = sorted((one for one in rubric if one.tie_order), key=lambda one: one.tie_order)
    means = tuple(
        scoring.mean([Fraction(marks[sheet.pk].get(one.pk, 0)) for sheet in counted]) if counted else Fraction(0)
        for one in in_ties
    )
    return Line(
        entry, sheets, outcome, score, any(sheet.veto for sheet in valid), bool(asked), means,
        tuple(totals[sheet.pk] for sheet in counted),
        [(sheet, scoring.shown(totals.get(sheet.pk))) for sheet in sheets],
    )  # fmt: skip


def _place(track: Track, lines: list[Line]) -> None:
    by_id = {str(line.entry.pk): line for line in lines}
    contenders = [
        Contender(
            str(line.entry.pk), line.score, line.dimensions, line.outcome.plain or Fraction(0), line.totals,
            line.entry.tie_rank,
        )
        for line in lines
        if line.score is not None and not line.vetoed
    ]  # fmt: skip
    for place in awarding.decide(track, contenders, len(lines)):
        line = by_id[place.contender.id]
        line.rank, line.level, line.tied = place.rank, place.level, place.tied


def lines_of(lines: list[Line]) -> list[dict[str, Any]]:
    """The board as plain data, in a fixed order: what is frozen, and what its digest is made of."""
    return [
        {
            "entry": str(line.entry.pk),
            "number": line.entry.number,
            "track": line.entry.track.kind if line.entry.track else "",
            "score": f"{line.score.numerator}/{line.score.denominator}" if line.score is not None else "",
            "rank": line.rank,
            "level": str(line.level) if line.level else "",
            "vetoed": line.vetoed,
        }
        for line in sorted(lines, key=lambda one: str(one.entry.pk))
    ]


def digest_of(lines: list[dict[str, Any]]) -> str:
    """SHA-256 of the frozen list."""
    return hashlib.sha256(json.dumps(lines, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def freeze(actor: Actor, showcase: Showcase, *, board: list[Line], **_facts) -> Proposal:
    """Keep the list as one person proposes it."""
    lines = lines_of(board)
    proposal = Proposal.objects.create(
        showcase=showcase, lines=lines, digest=digest_of(lines), prepared_by_id=actor.person_id
    )
    audit.record(actor, "proposal.freeze", proposal, digest=proposal.digest)
    return proposal


def withdraw_proposal(actor: Actor, showcase: Showcase, *, proposal: Proposal, **_facts) -> None:
    proposal.withdrawn_at = clock.now()
    proposal.save(update_fields=["withdrawn_at"])


def publish_notice(actor: Actor, showcase: Showcase, *, proposal: Proposal, **_facts) -> None:
    """A second person confirms the frozen list: the awards stand, and the public notice runs from tomorrow."""
    proposal.confirmed_by_id, proposal.confirmed_at = actor.person_id, clock.now()
    proposal.save(update_fields=["confirmed_by", "confirmed_at"])
    Award.objects.bulk_create(
        Award(entry_id=line["entry"], level=line["level"]) for line in proposal.lines if line["level"]
    )
    showcase.notice_from = clock.today()
    showcase.notice_until = working_days.working_day_deadline(clock.today(), NOTICE_DAYS).day
    showcase.save(update_fields=["notice_from", "notice_until"])
    notices.of_public_notice(showcase)
    audit.record(actor, "proposal.confirm", proposal, digest=proposal.digest)


def finalize(actor: Actor, showcase: Showcase, **_facts) -> None:
    """Every entry gets its final state, but those with an open objection, which wait alone."""
    pending = Objection.objects.filter(entry=OuterRef("pk"), state__in=PENDING)
    clear = showcase.entries.filter(~Exists(pending), state=EntryState.SCORED)
    awarded = list(clear.filter(award__revoked_at=None, award__isnull=False).values_list("pk", flat=True))
    others = list(clear.exclude(pk__in=awarded).values_list("pk", flat=True))
    entries.move_all(actor, showcase, EntryState.SCORED, "award", awarded)
    entries.move_all(actor, showcase, EntryState.SCORED, "pass_over", others)


def issue_certificates(actor: Actor, showcase: Showcase, **_facts) -> None:
    """Number the awards `year-code-track-level-serial`; what is numbered keeps its number."""
    rows = (
        Award.objects.filter(entry__showcase=showcase, entry__state=EntryState.AWARDED, number=None, revoked_at=None)
        .select_related("entry__track")
        .order_by("level", "entry__number")
    )
    serial = Award.objects.filter(entry__showcase=showcase).exclude(number=None).count()
    numbered = []
    for award in rows:
        serial += 1
        track = TRACK_CODES[TrackKind(award.entry.track.kind)]
        award.number = f"{showcase.year}-{showcase.code}-{track}-{award.level}-{serial:04d}"
        award.issued_on = clock.today()
        numbered.append(award)
    Award.objects.bulk_update(numbered, ["number", "issued_on"])
    audit.record(actor, "showcase.certificates", showcase, count=len(numbered))


@transaction.atomic
def order_tied(*, actor: Actor, entry_id: UUID, place: int) -> Entry:
    """The lead's decision on works equal by every rule: a lower `place` goes first. Goes on record."""
    showcase = moves.lock(Entry.objects.values_list("showcase_id", flat=True).get(pk=entry_id))
    if showcase.state not in SCORING:
        raise NotNow
    entry = Entry.objects.get(pk=entry_id)
    entry.tie_rank = place
    entry.save(update_fields=["tie_rank"])
    audit.record(actor, "entry.order_tied", entry, place=place)
    tell(showcase, "result.changed")
    return entry
