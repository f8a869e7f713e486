"""What scores come to. Exact arithmetic only: ranks are made from unrounded values, rounded ones are shown.

Source: docs/domain.md, showcase (statistics, dispersion).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

Criterion = TypeVar("Criterion", bound=Hashable)

ENOUGH = 3
TRIMMED_FROM = 5
SPREAD_LIMIT = 20
DEVIATION_LIMIT = 8


@dataclass(frozen=True, slots=True)
class ScoreStatistics:
    """`score` is None while there are fewer than three valid totals, `plain` is the mean of all of them."""

    score: Fraction | None
    plain: Fraction | None
    count: int
    spread: Fraction
    variance: Fraction
    dispersed: bool


def weighted_total(scores: Mapping[Criterion, int], weights: Mapping[Criterion, int]) -> Fraction:
    """Return what one sheet comes to out of 100: scores of 1 to 10 a criterion, weights that sum to 100."""
    return sum((Fraction(scores[key] * weight, 10) for key, weight in weights.items() if key in scores), Fraction(0))


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def score_statistics(totals: Sequence[Fraction]) -> ScoreStatistics:
    """Five and more: one highest and one lowest are dropped. Three or four: the mean. Fewer: none yet.

    Dispersed is a span above 20 points or a standard deviation (of all scores, not a sample of them) above 8.
    """
    count = len(totals)
    if not count:
        return ScoreStatistics(None, None, 0, Fraction(0), Fraction(0), dispersed=False)
    plain = mean(totals)
    spread = max(totals) - min(totals)
    variance = mean([(value - plain) ** 2 for value in totals])
    score = None
    if count >= TRIMMED_FROM:
        score = mean(sorted(totals)[1:-1])
    elif count >= ENOUGH:
        score = plain
    dispersed = spread > SPREAD_LIMIT or variance > DEVIATION_LIMIT**2
    return ScoreStatistics(score, plain, count, spread, variance, dispersed=dispersed)


def round_score(score: Fraction | None, places: int = 2) -> Decimal | None:
    """Return a score as it is shown, half up; None for none."""
    if score is None:
        return None
    # Integer arithmetic: a division in Decimal would round once before the rounding that is meant.
    units = (score.numerator * 2 * 10**places + score.denominator) // (score.denominator * 2)
    return Decimal(units).scaleb(-places)
