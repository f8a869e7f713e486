"""Who gets what: rank within a track, ties, shares and score lines. Pure, so that a preview and the act can't differ.

Source: DOMAIN.md 3d (ties, shares).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from .enums import Level
from .models import Track

LEVELS = (Level.FIRST, Level.SECOND, Level.THIRD)
Key = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Contender:
    """What counts for one entry. `dimensions` are the means of the tie dimensions in their order."""

    id: str
    score: Fraction
    dimensions: tuple[Fraction, ...]
    plain: Fraction
    totals: tuple[Fraction, ...]
    tie_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """`rank` is shared by entries that nothing tells apart; `tied` then waits for the lead's decision."""

    contender: Contender
    rank: int
    level: Level | None
    tied: bool = False


def _means(one: Contender) -> Key:
    return (one.score, *one.dimensions, one.plain)


def ranked(contenders: Sequence[Contender]) -> list[list[Contender]]:
    """Best first, in groups that are equal by every rule: score, tie dimensions, untrimmed mean, how many of the
    highest single scores among the equal ones are theirs, and what the lead decided.
    """
    groups: list[list[Contender]] = []
    by_means = sorted(contenders, key=_means, reverse=True)
    for _equal, found in groupby(by_means, key=_means):
        equal = list(found)
        top = max((max(one.totals, default=Fraction(0)) for one in equal), default=Fraction(0))

        def last(one: Contender, top: Fraction = top) -> tuple[int, int]:
            return (-one.totals.count(top), one.tie_rank if one.tie_rank is not None else 0)

        equal.sort(key=lambda one: (*last(one), one.id))
        groups += [list(same) for _key, same in groupby(equal, key=last)]
    return groups


def seats(track: Track, qualified: int) -> tuple[dict[Level, int], int]:
    """Places a level and in all: shares of the qualified entries, rounded down, one kept where the track says so."""
    least = 1 if track.at_least_one and qualified else 0
    by_level = {level: max(least, qualified * track.share(level) // 100) for level in LEVELS}
    return by_level, max(least, qualified * track.share_all // 100)


def decide(track: Track, contenders: Sequence[Contender], qualified: int) -> list[Place]:
    """The places of one track. Entries equal by every rule share a rank; they all enter the last prize together
    while the total share allows it, and otherwise wait for the lead (`tied`).
    """
    left, left_in_all = seats(track, qualified)
    places: list[Place] = []
    for group in ranked(contenders):
        rank = len(places) + 1
        level, tied = _level_for(track, group, left, left_in_all)
        if level is not None:
            left[level] = max(0, left[level] - len(group))
            left_in_all -= len(group)
        places += [Place(one, rank, level, tied=tied) for one in group]
    return places


def _level_for(
    track: Track, group: list[Contender], left: dict[Level, int], left_in_all: int
) -> tuple[Level | None, bool]:
    score, size = group[0].score, len(group)
    for level in LEVELS:
        if score < track.line(level) or not left[level] or not left_in_all:
            continue
        fits = size <= left[level] and size <= left_in_all
        shared_end = level == LEVELS[-1] and size <= left_in_all
        return (level, False) if fits or shared_end else (None, True)
    return None, False
