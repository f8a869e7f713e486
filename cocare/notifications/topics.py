"""`inbox:<person>`: what the bell watches."""

from collections.abc import Sequence
from uuid import UUID

from cocare.core.access import Actor
from cocare.core.live import Frame

from .models import Inbox


class InboxTopic:
    kind = "inbox"

    def visible(self, actor: Actor, keys: Sequence[UUID]) -> set[UUID]:
        """Only one's own."""
        return {key for key in keys if key == actor.person_id}

    def heads(self, keys: Sequence[UUID]) -> dict[UUID, int]:
        found = dict(Inbox.objects.filter(pk__in=keys).values_list("pk", "version"))
        return {key: found.get(key, 0) for key in keys}

    def changes(self, actor: Actor, key: UUID, since: int, limit: int) -> list[Frame] | None:
        """Frames aren't kept: who is behind asks for the counts again."""
        return [] if since >= self.heads([key])[key] else None
