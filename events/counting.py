"""How far the scoring is: counts only, for the board and its frames."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from .enums import SheetState
from .models import Sheet, Showcase


@dataclass(frozen=True, slots=True)
class Progress:
    """`of_entry`: blind number to (handed in, expected)."""

    submitted: int = 0
    expected: int = 0
    of_entry: dict[int, tuple[int, int]] = field(default_factory=dict)


def progress(showcase: Showcase) -> Progress:
    """One query."""
    rows = (
        Sheet.objects.filter(entry__showcase=showcase, entry__number__isnull=False)
        .exclude(state=SheetState.RECUSED)
        .values("entry__number")
        .annotate(expected=Count("pk"), submitted=Count("pk", filter=Q(state=SheetState.SUBMITTED)))
        .order_by("entry__number")
    )
    of_entry = {row["entry__number"]: (row["submitted"], row["expected"]) for row in rows}
    return Progress(
        sum(one for one, _all in of_entry.values()), sum(all_ for _one, all_ in of_entry.values()), of_entry
    )
