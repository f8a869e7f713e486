from collections.abc import Collection
from uuid import UUID

from cocare.core.access import Actor
from cocare.core.access.bulk import visible_pairs
from cocare.core.live import Frame, Since
from cocare.core.prepared_statements import versions_of

from . import queries, rules, wire
from .enums import CHANGED, POSTED
from .models import Conversation, Message


class ConversationTopic:
    """`conversation:<id>`: exists for exactly those who may see its page."""

    kind = "conversation"

    def may_watch(self, asked: Collection[tuple[Actor, UUID]]) -> set[tuple[Actor, UUID]]:
        return visible_pairs(Conversation, asked, rules.member)

    def heads(self, keys: Collection[UUID]) -> dict[UUID, int]:
        return versions_of(Conversation, keys)

    def changes(self, asked: Collection[Since]) -> dict[Since, list[Frame]]:
        return {one: [_frame(row) for row in rows] for one, rows in queries.changed(asked).items()}


def _frame(row: Message) -> Frame:
    what = CHANGED if row.edited_at or row.recalled_at else POSTED
    return Frame(f"conversation:{row.conversation_id}", what, wire.message(row), row.version)
