"""The numbers by which jurors know the works."""

import random

from ..enums import EntryState
from ..models import Entry, Showcase


def assign_blind_numbers(showcase: Showcase) -> None:
    """Number the works in review, in an order that tells nothing about schools or times."""
    entries = list(showcase.entries.filter(state=EntryState.UNDER_REVIEW, number=None).order_by("pk"))
    random.Random(f"{showcase.pk}:{showcase.seed}").shuffle(entries)  # noqa: S311  # repeatable, not secret
    numbers = showcase.entries.order_by("-number").exclude(number=None).values_list("number", flat=True)
    for number, entry in enumerate(entries, start=(numbers.first() or 0) + 1):
        entry.number = number
    Entry.objects.bulk_update(entries, ["number"])
