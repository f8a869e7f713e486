from collections.abc import Sequence
from uuid import UUID

from cocare.core.access import Actor
from cocare.core.live import Frame
from cocare.core.prepared import visible_keys

from . import queries, rules, wire
from .enums import CHANGED, POSTED
from .models import Conversation


class ConversationTopic:
    """`conversation:<id>`: exists for exactly those who may see its page."""

    kind = "conversation"

    def visible(self, actor: Actor, keys: Sequence[UUID]) -> set[UUID]:
        return visible_keys(Conversation, actor, keys, rules.member)

    def heads(self, keys: Sequence[UUID]) -> dict[UUID, int]:
        return dict(Conversation.objects.filter(pk__in=keys).values_list("pk", "version"))

    def changes(self, actor: Actor, key: UUID, since: int, limit: int) -> list[Frame] | None:
        rows = queries.changes(key, since, limit)
        if rows is None:
            return None
        return [
            Frame(
                f"conversation:{key}",
                CHANGED if row.edited_at or row.recalled_at else POSTED,
                wire.message(row),
                row.version,
            )
            for row in rows
        ]
