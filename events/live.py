"""The live topic `board:<showcase>`: how many sheets are in. Counts only, never a score or a name."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F

from cocare.core import live
from cocare.core.access import Actor, visible
from cocare.core.live import Frame

from . import rules
from .models import Showcase

KIND = "board"


class BoardTopic:
    kind = KIND

    def visible(self, actor: Actor, keys: Sequence[UUID]) -> set[UUID]:
        return set(visible(Showcase, actor, rules.watches_board).filter(pk__in=keys).values_list("pk", flat=True))

    def heads(self, keys: Sequence[UUID]) -> dict[UUID, int]:
        return dict(Showcase.objects.filter(pk__in=keys).values_list("pk", "version"))

    def changes(self, actor: Actor, key: UUID, since: int, limit: int) -> list[Frame] | None:
        """The board is small and drawn by the server: who is behind is told to draw it again."""
        head = self.heads([key]).get(key, 0)
        return [] if since >= head else None


def tell(showcase: Showcase, what: str, **out) -> None:
    """Raise the version of a showcase that the caller has locked, and tell its board."""
    Showcase.objects.filter(pk=showcase.pk).update(version=F("version") + 1)
    showcase.refresh_from_db(fields=["version"])
    live.publish(live.name(KIND, showcase.pk), what, out, version=showcase.version)
