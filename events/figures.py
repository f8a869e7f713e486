"""What showcases add to the district in figures: only what is public already."""

from cocare.core.access import ANONYMOUS

from . import rules
from .enums import ShowcaseState
from .models import Award, Entry, Showcase


def figures() -> dict[str, int]:
    """Return counts of announced showcases, public works and public awards. Three queries."""
    return {
        "showcases": Showcase.objects.exclude(state=ShowcaseState.PLANNED).count(),
        "entries": Entry.objects.filter(rules.public_work.condition(ANONYMOUS)).count(),
        "awards": Award.objects.filter(rules.public_award.condition(ANONYMOUS)).count(),
    }
