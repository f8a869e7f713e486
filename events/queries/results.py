"""The board of results: every entry with its score, rank and award, and the snapshot of it that two persons decide."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypedDict
from uuid import UUID

from ..domain import awarding, scoring
from ..domain.awarding import Contender
from ..domain.scoring import ScoreStatistics
from ..enums import EntryState, Level, ScoreSheetKind, ScoreSheetState
from ..errors import NotNow
from ..models import Criterion, Entry, Proposal, Score, ScoreSheet, Showcase, Track

SheetScores = Mapping[UUID, Mapping[UUID, int]]
"""Handed-in scores: by sheet and criterion."""
ON_BOARD = (EntryState.UNDER_REVIEW, EntryState.SCORED, EntryState.AWARDED, EntryState.NOT_AWARDED)


@dataclass(slots=True)
class RankedEntry:
    """One entry on the board. `score` is unrounded; `rank`, `level` and `tied` are those of its track."""

    entry: Entry
    sheets: list[ScoreSheet]
    statistics: ScoreStatistics
    score: Fraction | None
    vetoed: bool
    arbitrated: bool
    tie_criteria: tuple[Fraction, ...]
    totals: tuple[Fraction, ...]
    sheet_totals: list[tuple[ScoreSheet, Decimal | None]]
    """Each sheet with what it comes to, for those who decide; never for authors or other jurors."""
    rank: int | None = None
    level: Level | None = None
    tied: bool = False

    @property
    def rounded_score(self) -> Decimal | None:
        return scoring.round_score(self.score)

    @property
    def needs_arbitration(self) -> bool:
        return self.statistics.dispersed and not self.arbitrated and not self.vetoed


class SnapshotRow(TypedDict):
    """One entry in a frozen list. `score` is an exact fraction: "241/3"."""

    entry: str
    number: int | None
    track: str
    score: str
    rank: int | None
    level: str
    vetoed: bool


class AwardFacts:
    """What guards and effects of the result steps ask for, each computed once and only when asked for.

    `digest_read` is that of the list which the person who confirms has read.
    """

    def __init__(self, showcase: Showcase, digest_read: str = ""):
        self.showcase = showcase
        self.digest_read = digest_read

    @cached_property
    def board(self) -> list[RankedEntry]:
        return result_board(self.showcase)

    @cached_property
    def snapshot(self) -> list[SnapshotRow]:
        return snapshot_of(self.board)

    @cached_property
    def digest_now(self) -> str:
        return digest_of(self.snapshot)

    @cached_property
    def proposal(self) -> Proposal:
        """The proposal that stands. Raise NotNow when there is none."""
        proposal = current_proposal(self.showcase)
        if proposal is None:
            raise NotNow
        return proposal


def current_proposal(showcase: Showcase) -> Proposal | None:
    """Return the proposal that was not taken back, with the two persons."""
    rows = Proposal.objects.filter(showcase=showcase, withdrawn_at=None)
    return rows.select_related("prepared_by", "confirmed_by").first()


def result_board(showcase: Showcase) -> list[RankedEntry]:
    """Return every entry in review or scored, with its score and rank. Five queries however many entries there are."""
    rubric = list(Criterion.objects.filter(showcase=showcase))
    tracks = list(Track.objects.filter(showcase=showcase))
    entries = list(
        showcase.entries.filter(state__in=ON_BOARD)
        .select_related("school", "track")
        .order_by("track__position", "number")
    )
    sheets = _sheets_by_entry(entries)
    scores = _scores_by_sheet(entries)
    board = [_unranked(entry, sheets[entry.pk], scores, rubric) for entry in entries]
    for track in tracks:
        _rank(track, [ranked for ranked in board if ranked.entry.track_id == track.pk])
    return board


def _sheets_by_entry(entries: list[Entry]) -> Mapping[UUID, list[ScoreSheet]]:
    sheets: dict[UUID, list[ScoreSheet]] = defaultdict(list)
    rows = ScoreSheet.objects.filter(entry__in=entries).exclude(state=ScoreSheetState.RECUSED)
    for sheet in rows.select_related("juror").order_by("pk"):
        sheets[sheet.entry_id].append(sheet)
    return sheets


def _scores_by_sheet(entries: list[Entry]) -> SheetScores:
    scores: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    rows = Score.objects.filter(sheet__entry__in=entries, sheet__state=ScoreSheetState.SUBMITTED)
    for sheet_id, criterion_id, value in rows.values_list("sheet_id", "criterion_id", "value"):
        scores[sheet_id][criterion_id] = value
    return scores


def _unranked(entry: Entry, sheets: list[ScoreSheet], scores: SheetScores, rubric: list[Criterion]) -> RankedEntry:
    """Return what the sheets of one entry come to. Once arbitration was asked for, only its sheets count."""
    submitted = [sheet for sheet in sheets if sheet.state == ScoreSheetState.SUBMITTED]
    regular = [sheet for sheet in submitted if sheet.kind != ScoreSheetKind.ARBITRATION]
    asked = [sheet for sheet in sheets if sheet.kind == ScoreSheetKind.ARBITRATION]
    arbitrated = [sheet for sheet in submitted if sheet.kind == ScoreSheetKind.ARBITRATION]
    weights = {criterion.pk: criterion.weight for criterion in rubric}
    totals = {sheet.pk: scoring.weighted_total(scores[sheet.pk], weights) for sheet in submitted}
    statistics = scoring.score_statistics([totals[sheet.pk] for sheet in regular])
    counted = arbitrated if asked else regular
    counted_totals = tuple(totals[sheet.pk] for sheet in counted)
    score = statistics.score
    if asked:
        score = scoring.mean(counted_totals) if len(arbitrated) == len(asked) else None
    return RankedEntry(
        entry=entry,
        sheets=sheets,
        statistics=statistics,
        score=score,
        vetoed=any(sheet.veto for sheet in submitted),
        arbitrated=bool(asked),
        tie_criteria=_tie_means(counted, scores, rubric),
        totals=counted_totals,
        sheet_totals=[(sheet, scoring.round_score(totals.get(sheet.pk))) for sheet in sheets],
    )


def _tie_means(sheets: list[ScoreSheet], scores: SheetScores, rubric: list[Criterion]) -> tuple[Fraction, ...]:
    """Return the mean score on each criterion that breaks ties, in their order."""
    breaking = sorted((criterion.tie_order, criterion.pk) for criterion in rubric if criterion.tie_order)
    if not sheets:
        return tuple(Fraction(0) for _criterion in breaking)
    return tuple(
        scoring.mean([Fraction(scores[sheet.pk].get(criterion_id, 0)) for sheet in sheets])
        for _order, criterion_id in breaking
    )


def _rank(track: Track, board: list[RankedEntry]) -> None:
    by_id = {str(ranked.entry.pk): ranked for ranked in board}
    contenders = [
        Contender(
            id=entry_id,
            score=ranked.score,
            tie_criteria=ranked.tie_criteria,
            plain=ranked.statistics.plain or Fraction(0),
            totals=ranked.totals,
            tie_rank=ranked.entry.tie_rank,
        )
        for entry_id, ranked in by_id.items()
        if ranked.score is not None and not ranked.vetoed
    ]
    for placement in awarding.decide_awards(track, contenders, len(board)):
        ranked = by_id[placement.contender.id]
        ranked.rank, ranked.level, ranked.tied = placement.rank, placement.level, placement.tied


def snapshot_of(board: list[RankedEntry]) -> list[SnapshotRow]:
    """Return the board as plain data, in a fixed order: what is frozen, and what its digest is made of."""
    return [
        {
            "entry": str(ranked.entry.pk),
            "number": ranked.entry.number,
            "track": ranked.entry.track.kind if ranked.entry.track else "",
            "score": f"{ranked.score.numerator}/{ranked.score.denominator}" if ranked.score is not None else "",
            "rank": ranked.rank,
            "level": str(ranked.level) if ranked.level else "",
            "vetoed": ranked.vetoed,
        }
        for ranked in sorted(board, key=lambda ranked: str(ranked.entry.pk))
    ]


def digest_of(snapshot: list[SnapshotRow]) -> str:
    """Return the SHA-256 of a frozen list."""
    return hashlib.sha256(json.dumps(snapshot, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
