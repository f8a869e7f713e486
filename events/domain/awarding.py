"""Who gets what: rank within a track, ties, shares and score lines. Pure, so that a preview and the act can't differ.

Source: docs/domain.md, showcase (ties, shares).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Protocol

from ..enums import Level

LEVELS = (Level.FIRST, Level.SECOND, Level.THIRD)
SortKey = tuple[Fraction, ...]


class AwardRules(Protocol):
    """What a track says: shares are percents of its qualified entries, lines are the least scores out of 100."""

    share_all: int
    at_least_one: bool

    def share(self, level: Level) -> int: ...

    def line(self, level: Level) -> int: ...


@dataclass(frozen=True, slots=True)
class Contender:
    """What counts for one entry. `tie_criteria` are the means of those criteria, in their order."""

    id: str
    score: Fraction
    tie_criteria: tuple[Fraction, ...]
    plain: Fraction
    totals: tuple[Fraction, ...]
    tie_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """`rank` is shared by entries that nothing tells apart; `tied` then waits for the lead's decision."""

    contender: Contender
    rank: int
    level: Level | None
    tied: bool = False


def _means(contender: Contender) -> SortKey:
    return (contender.score, *contender.tie_criteria, contender.plain)


def ranked_groups(contenders: Sequence[Contender]) -> list[list[Contender]]:
    """Return the contenders best first, in groups that are equal by every rule: score, tie criteria, untrimmed mean,
    how many of the highest single totals among the equal ones are theirs, and what the lead decided.
    """
    groups: list[list[Contender]] = []
    by_means = sorted(contenders, key=_means, reverse=True)
    for _key, equal_means in groupby(by_means, key=_means):
        equal = list(equal_means)
        top = max((max(contender.totals, default=Fraction(0)) for contender in equal), default=Fraction(0))

        def last(contender: Contender, top: Fraction = top) -> tuple[int, int]:
            return (-contender.totals.count(top), contender.tie_rank if contender.tie_rank is not None else 0)

        equal.sort(key=lambda contender: (*last(contender), contender.id))
        groups += [list(group) for _key, group in groupby(equal, key=last)]
    return groups


def awards_available(track: AwardRules, qualified: int) -> tuple[dict[Level, int], int]:
    """Return how many awards there are, by level and in all: shares of the qualified entries, rounded down, but one
    where the track says so.
    """
    least = 1 if track.at_least_one and qualified else 0
    by_level = {level: max(least, qualified * track.share(level) // 100) for level in LEVELS}
    return by_level, max(least, qualified * track.share_all // 100)


def decide_awards(track: AwardRules, contenders: Sequence[Contender], qualified: int) -> list[Placement]:
    """Return rank and award of each contender of a track. Entries equal by every rule share a rank; they all enter the
    last prize together while the total share allows it, and otherwise wait for the lead (`tied`).
    """
    left, left_in_all = awards_available(track, qualified)
    placements: list[Placement] = []
    for group in ranked_groups(contenders):
        rank = len(placements) + 1
        level, tied = _level_for(track, group, left, left_in_all)
        if level is not None:
            left[level] = max(0, left[level] - len(group))
            left_in_all -= len(group)
        placements += [Placement(contender, rank, level, tied=tied) for contender in group]
    return placements


def _level_for(
    track: AwardRules, group: list[Contender], left: dict[Level, int], left_in_all: int
) -> tuple[Level | None, bool]:
    score, size = group[0].score, len(group)
    for level in LEVELS:
        if score < track.line(level) or not left[level] or not left_in_all:
            continue
        fits = size <= left[level] and size <= left_in_all
        shared_end = level == LEVELS[-1] and size <= left_in_all
        return (level, False) if fits or shared_end else (None, True)
    return None, False
