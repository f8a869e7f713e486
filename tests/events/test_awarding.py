"""Rank, ties, shares and lines (docs/domain.md, showcase)."""

from fractions import Fraction

import pytest

from events.domain.awarding import Contender, awards_available, decide_awards, ranked_groups
from events.enums import Level
from events.models import Track

F = Fraction


def one(name: str, score, tie_criteria=(0, 0), plain=None, totals=(), tie_rank=None) -> Contender:
    return Contender(
        name,
        F(score),
        tuple(map(F, tie_criteria)),
        F(score if plain is None else plain),
        tuple(map(F, totals)),
        tie_rank,
    )


def order(*contenders: Contender) -> list[str]:
    return ["=".join(sorted(each.id for each in group)) for group in ranked_groups(contenders)]


def levels(track: Track, *contenders: Contender, qualified: int = 0) -> dict[str, str]:
    placements = decide_awards(track, contenders, qualified or len(contenders))
    return {placement.contender.id: "tie" if placement.tied else str(placement.level or "") for placement in placements}


def test_unrounded_scores_rank():
    assert order(one("b", F(80004, 1000)), one("a", F(80005, 1000))) == ["a", "b"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"tie_criteria": (9, 1)}, {"tie_criteria": (8, 9)}),
        ({"tie_criteria": (8, 9)}, {"tie_criteria": (8, 8)}),
        ({"plain": 81}, {"plain": 80}),
        ({"totals": (90, 90, 60)}, {"totals": (90, 75, 75)}),
        ({"tie_rank": 1}, {"tie_rank": 2}),
    ],
)
def test_ties_are_broken_in_the_order_of_the_rules(better, worse):
    assert order(one("worse", 80, **worse), one("better", 80, **better)) == ["better", "worse"]


def test_an_earlier_rule_beats_a_later_one():
    first = one("a", 80, tie_criteria=(9, 1), plain=70, tie_rank=2)
    assert order(one("b", 80, tie_criteria=(8, 9), plain=90, tie_rank=1), first) == ["a", "b"]


def test_what_nothing_tells_apart_stays_together():
    assert order(one("a", 80), one("b", 80), one("c", 90)) == ["c", "a=b"]


def test_seats_are_rounded_down_with_one_kept_where_the_track_says_so():
    assert awards_available(Track(), 20) == ({Level.FIRST: 3, Level.SECOND: 5, Level.THIRD: 7}, 12)
    assert awards_available(Track(), 3) == ({Level.FIRST: 1, Level.SECOND: 1, Level.THIRD: 1}, 1)
    assert awards_available(Track(at_least_one=False), 3) == ({Level.FIRST: 0, Level.SECOND: 0, Level.THIRD: 1}, 1)
    assert awards_available(Track(), 0) == ({Level.FIRST: 0, Level.SECOND: 0, Level.THIRD: 0}, 0)


def test_lines_leave_awards_vacant():
    given = levels(Track(), one("a", 84), one("b", 76), one("c", 66), one("d", 64), qualified=20)
    assert given == {"a": "2", "b": "2", "c": "3", "d": ""}


def test_the_total_share_is_never_passed():
    many = [one(f"{number:02d}", 100 - number) for number in range(20)]
    given = levels(Track(), *many)
    assert sum(1 for level in given.values() if level) == 12
    assert given["00"] == "1"
    assert given["03"] == "2"
    assert given["08"] == "3"
    assert given["12"] == ""


def test_a_tie_across_the_first_prizes_waits_for_the_lead():
    assert levels(Track(), one("a", 90), one("b", 90), qualified=5) == {"a": "tie", "b": "tie"}
    decided = levels(Track(), one("a", 90, tie_rank=2), one("b", 90, tie_rank=1), qualified=5)
    assert decided == {"b": "1", "a": "2"}


def test_equal_last_prizes_enter_together_while_the_total_share_allows_it():
    track = Track(share_first=0, share_second=0, at_least_one=False)
    tied = [one("a", 70), one("b", 70)]
    # 35 % of 4 is one third prize, 60 % are two awards in all.
    assert levels(track, *tied, qualified=4) == {"a": "3", "b": "3"}
    # 60 % of 3 is one award: the two would pass it.
    assert levels(track, *tied, qualified=3) == {"a": "tie", "b": "tie"}
