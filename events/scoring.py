"""What scores come to. Exact arithmetic only: ranks are made from unrounded values, two decimals are shown.

Source: DOMAIN.md 3d (statistics, dispersion).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

ENOUGH = 3
TRIMMED_FROM = 5
SPREAD_LIMIT = 20
DEVIATION_LIMIT = 8
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`score` is None while there are fewer than three valid scores."""

    score: Fraction | None
    plain: Fraction | None
    count: int
    spread: Fraction
    variance: Fraction
    dispersed: bool


def total(marks: Mapping[str, int], weights: Mapping[str, int]) -> Fraction:
    """The score out of 100 of one sheet: marks of 1 to 10 a dimension, weights that sum to 100."""
    return sum((Fraction(marks[code] * weight, 10) for code, weight in weights.items() if code in marks), Fraction(0))


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def outcome(totals: Sequence[Fraction]) -> Outcome:
    """Five and more: one highest and one lowest are dropped. Three or four: the mean. Fewer: none yet.

    Dispersed is a span above 20 points or a standard deviation (of all scores, not a sample of them) above 8.
    """
    count = len(totals)
    if not count:
        return Outcome(None, None, 0, Fraction(0), Fraction(0), dispersed=False)
    plain = mean(totals)
    spread = max(totals) - min(totals)
    variance = mean([(value - plain) ** 2 for value in totals])
    score = None
    if count >= TRIMMED_FROM:
        score = mean(sorted(totals)[1:-1])
    elif count >= ENOUGH:
        score = plain
    dispersed = spread > SPREAD_LIMIT or variance > DEVIATION_LIMIT**2
    return Outcome(score, plain, count, spread, variance, dispersed=dispersed)


def shown(score: Fraction | None) -> Decimal | None:
    """Two decimals, half up."""
    if score is None:
        return None
    # Integer arithmetic: a division in Decimal would round once before the rounding that is meant.
    hundredths = (score.numerator * 200 + score.denominator) // (score.denominator * 2)
    return (Decimal(hundredths) / 100).quantize(CENT, ROUND_HALF_UP)
