"""What scores come to (docs/domain.md, showcase)."""

from decimal import Decimal
from fractions import Fraction

import pytest

from events.domain.scoring import round_score, score_statistics, weighted_total

F = Fraction


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ([], None),
        ([F(90)], None),
        ([F(90), F(80)], None),
        ([F(90), F(80), F(70)], F(80)),
        ([F(90), F(80), F(70), F(61)], F(301, 4)),
        ([F(100), F(80), F(81), F(82), F(0)], F(81)),
        # Of several equal extremes only one goes.
        ([F(90), F(90), F(90), F(60), F(60)], F(80)),
        ([F(80)] * 7, F(80)),
        ([F(1), F(2), F(3), F(4), F(5), F(600)], F(7, 2)),
    ],
)
def test_from_five_scores_on_one_highest_and_one_lowest_are_dropped(totals, expected):
    assert score_statistics(totals).score == expected
    assert score_statistics(list(reversed(totals))).score == expected


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (F(241, 3), "80.33"),
        (F(80, 1), "80.00"),
        (F(80005, 1000), "80.01"),
        (F(80015, 1000), "80.02"),
        (F(80004, 1000), "80.00"),
        (F(2, 3), "0.67"),
        (F(0), "0.00"),
    ],
)
def test_two_decimals_half_up(score, expected):
    assert round_score(score) == Decimal(expected)
    assert str(round_score(score)) == expected


def test_no_score_shows_nothing():
    assert round_score(None) is None


@pytest.mark.parametrize(
    ("totals", "dispersed"),
    [
        ([F(80), F(90), F(100)], True),  # deviation 8.16
        ([F(80), F(100), F(90), F(90)], False),  # exactly 20 apart, deviation 7.07
        ([F(80), F(101), F(90), F(90), F(90), F(90)], True),  # 21 apart
        ([F(82), F(98)], False),  # a deviation of exactly 8
        ([F(81), F(98)], True),
        ([F(85), F(85), F(85)], False),
    ],
)
def test_scores_are_far_apart_beyond_twenty_points_or_a_deviation_of_eight(totals, dispersed):
    assert score_statistics(totals).dispersed is dispersed


def test_a_sheet_sums_weights_exactly():
    weights = {"value": 15, "needs": 10, "collab": 25, "process": 20, "evidence": 15, "innovation": 10, "ethics": 5}
    assert weighted_total(dict.fromkeys(weights, 10), weights) == 100
    assert weighted_total(dict.fromkeys(weights, 1), weights) == 10
    assert weighted_total({"value": 7, "collab": 9}, weights) == F(33)
