"""The district in figures: how each part of the "1+2+3" model stands today, as the apps count and tell it.

Only sums of organisations, posts and public works: nothing here is about a child, and no school stands beside another.
"""

from dataclasses import dataclass

from django.core.cache import cache

from cocare.core import contributions
from cocare.core.contributions import DistrictCard, DistrictPart

from ..navigation import url_or_empty

SHOWN_FOR = 60  # seconds; the front page is open to everyone, so it must not cost a count per visit


@dataclass(frozen=True)
class FilledCard:
    """A DistrictCard with today's numbers in it. `number` is None where only a sentence is told."""

    title: str
    text: str
    number: int | None
    url: str
    link: str


def figures() -> dict[str, int]:
    """Return the figures of all apps, at most a minute old."""
    figures = cache.get_or_set("district-figures", contributions.figures, SHOWN_FOR)
    assert figures is not None  # it was counted just now, if not before
    return figures


@dataclass(frozen=True)
class FilledPart:
    """What stands in one part: large numbers first, then what is told in sentences."""

    tiles: list[FilledCard]
    cards: list[FilledCard]


def cards_by_part() -> dict[str, FilledPart]:
    """Return what the apps say of the district today, by part ("one" … "public", "dashboard")."""
    numbers = figures()
    told = [(card.part, _filled(card, numbers)) for card in contributions.district_cards()]
    return {
        part.value: FilledPart(
            tiles=[card for of, card in told if of == part and card.number is not None],
            cards=[card for of, card in told if of == part and card.number is None],
        )
        for part in DistrictPart
    }


def _filled(card: DistrictCard, numbers: dict[str, int]) -> FilledCard:
    return FilledCard(
        title=str(card.title),
        text=str(card.text) % numbers if card.text else "",
        number=numbers[card.figure] if card.figure else None,
        url=url_or_empty(card.url_name) if card.url_name else "",
        link=str(card.link),
    )
