"""The live topic `board:<showcase>`: how many score sheets are in. Counts only, never a score or a name."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from cocare.core import live
from cocare.core.access import Actor
from cocare.core.access.bulk import visible_pairs
from cocare.core.live import Frame, Since
from cocare.core.prepared_statements import versions_of

from . import rules
from .models import Entry, Showcase
from .queries.scoring_progress import scoring_progress

KIND = "board"


class BoardTopic:
    kind = KIND

    def may_watch(self, asked: Collection[tuple[Actor, UUID]]) -> set[tuple[Actor, UUID]]:
        return visible_pairs(Showcase, asked, rules.watches_board)

    def heads(self, keys: Collection[UUID]) -> dict[UUID, int]:
        return versions_of(Showcase, keys)

    def changes(self, asked: Collection[Since]) -> dict[Since, list[Frame]]:
        """Return nothing: the board is small and drawn by the server, who is behind draws it again."""
        return {}


def bump_board(showcase: Showcase, what: str, **data: Any) -> None:
    """Raise the version of a showcase that the caller has locked, and tell its board after the commit."""
    live.bump(KIND, showcase, what, data)


def bump_progress(entry: Entry, what: str) -> None:
    """Raise the version of the showcase, and tell its board how many score sheets are in: of all, and of this entry."""
    progress = scoring_progress(entry.showcase)
    submitted, expected = progress.of_number(entry.number)
    bump_board(
        entry.showcase, what, submitted=progress.submitted, expected=progress.expected,
        number=entry.number, entry_submitted=submitted, entry_expected=expected,
    )  # fmt: skip
