"""How far the scoring is: counts only, for the board and its frames."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from ..enums import ScoreSheetState
from ..models import ScoreSheet, Showcase


@dataclass(frozen=True, slots=True)
class ScoringProgress:
    """`of_entry`: blind number to (handed in, expected)."""

    submitted: int = 0
    expected: int = 0
    of_entry: dict[int, tuple[int, int]] = field(default_factory=dict)

    def of_number(self, number: int | None) -> tuple[int, int]:
        """Return (handed in, expected) of one entry."""
        return self.of_entry.get(number, (0, 0)) if number is not None else (0, 0)


def scoring_progress(showcase: Showcase) -> ScoringProgress:
    """One query."""
    rows = (
        ScoreSheet.objects.filter(entry__showcase=showcase, entry__number__isnull=False)
        .exclude(state=ScoreSheetState.RECUSED)
        .values("entry__number")
        .annotate(submitted=Count("pk", filter=Q(state=ScoreSheetState.SUBMITTED)), expected=Count("pk"))
        .values_list("entry__number", "submitted", "expected")
        .order_by("entry__number")
    )
    of_entry: dict[int, tuple[int, int]] = {
        number: (submitted, expected) for number, submitted, expected in rows if number is not None
    }
    return ScoringProgress(
        sum(submitted for submitted, _expected in of_entry.values()),
        sum(expected for _submitted, expected in of_entry.values()),
        of_entry,
    )
