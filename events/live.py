"""The live topic `board:<showcase>`: how many sheets are in. Counts only, never a score or a name."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import F

from cocare.core import live
from cocare.core.access import Actor
from cocare.core.access.bulk import visible_pairs
from cocare.core.live import Frame, Since
from cocare.core.prepared_statements import versions_of

from . import rules
from .models import Showcase

KIND = "board"


class BoardTopic:
    kind = KIND

    def may_watch(self, asked: Collection[tuple[Actor, UUID]]) -> set[tuple[Actor, UUID]]:
        return visible_pairs(Showcase, asked, rules.watches_board)

    def heads(self, keys: Collection[UUID]) -> dict[UUID, int]:
        return versions_of(Showcase, keys)

    def changes(self, asked: Collection[Since]) -> dict[Since, list[Frame]]:
        """None: the board is small and drawn by the server, who is behind draws it again."""
        return {}


def tell(showcase: Showcase, what: str, **out) -> None:
    """Raise the version of a showcase that the caller has locked, and tell its board."""
    Showcase.objects.filter(pk=showcase.pk).update(version=F("version") + 1)
    showcase.refresh_from_db(fields=["version"])
    live.publish(live.topic_name(KIND, showcase.pk), what, out, version=showcase.version)
