"""What rooms offer to pages that gather from all of them: the home page's list, the search.

Each room's `queries.py` may have `today(actor) -> list[TodayItem]` and `search(actor, text) -> list[SearchHit]`; the
web room calls them. Both start at a rule, like every read.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One thing for this person today. `waits` marks what only they can do; `minutes` is how long it may take."""

    title: str
    detail: str
    url: str
    minutes: int = 0
    due: datetime | None = None
    waits: bool = False
    done: bool = False
    action: str = ""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One hit: a title, an excerpt around the words, where it leads, and the kind's label ("message", "course" …)."""

    title: str
    excerpt: str
    url: str
    kind: str
    at: datetime | None = None
