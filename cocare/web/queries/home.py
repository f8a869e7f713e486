"""The home page: what needs this person today, gathered from every app."""

from dataclasses import dataclass

from cocare.core import contributions
from cocare.core.access import Actor
from cocare.core.contributions import TodayItem
from cocare.people import queries as people

SHOWN = 5  # the bend holds five stops; the rest waits in its own app


@dataclass(frozen=True)
class Today:
    """One person's list: what is done first, then what waits for them, then the rest by deadline."""

    name: str
    items: list[TodayItem]

    @property
    def open(self) -> list[TodayItem]:
        return [item for item in self.items if not item.done]

    @property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.open)

    @property
    def next_index(self) -> int:
        """The place of the first open item, counted from 1; 0 when everything is done."""
        return next((number for number, item in enumerate(self.items, 1) if not item.done), 0)

    @property
    def stops(self) -> list[tuple[str, str]]:
        """The bend's stops: the same numbers as the list below it, and one that is done when nothing is to do."""
        states = {True: "done", False: ""}
        return [
            ("next" if number == self.next_index else states[item.done], "✓" if item.done else str(number))
            for number, item in enumerate(self.items, 1)
        ] or [("done", "✓")]


def today(actor: Actor) -> Today:
    """Return what waits for the actor, at most SHOWN items."""
    items = sorted(contributions.today(actor), key=_urgency)
    name = people.name_of(actor)
    return Today(name, items[:SHOWN])


def _urgency(item: TodayItem) -> tuple:
    due = item.due.timestamp() if item.due else float("inf")
    return (not item.done, not item.waits, due)
