"""`inbox:<person>`: what the bell watches."""

from collections.abc import Collection
from uuid import UUID

from cocare.core.access import Actor
from cocare.core.live import Frame, Since
from cocare.core.prepared_statements import versions_of

from .models import Inbox


class InboxTopic:
    kind = "inbox"

    def may_watch(self, asked: Collection[tuple[Actor, UUID]]) -> set[tuple[Actor, UUID]]:
        """Return the pairs that are about one's own inbox."""
        return {(actor, key) for actor, key in asked if key == actor.person_id}

    def heads(self, keys: Collection[UUID]) -> dict[UUID, int]:
        return dict.fromkeys(keys, 0) | versions_of(Inbox, keys)

    def changes(self, asked: Collection[Since]) -> dict[Since, list[Frame]]:
        """Return nothing: frames aren't kept, who is behind asks for the counts again."""
        return {}
