"""The live topic `conversation:<id>`."""

from collections.abc import Collection
from uuid import UUID

from cocare.core.access import Actor
from cocare.core.access.bulk import visible_pairs
from cocare.core.live import Frame, Since, topic_name
from cocare.core.prepared_statements import versions_of

from . import queries, rules, serializers
from .enums import CHANGED, POSTED
from .models import Conversation, Message


class ConversationTopic:
    """It exists for exactly those who may see the conversation's page."""

    kind = "conversation"

    def may_watch(self, asked: Collection[tuple[Actor, UUID]]) -> set[tuple[Actor, UUID]]:
        return visible_pairs(Conversation, asked, rules.member)

    def heads(self, keys: Collection[UUID]) -> dict[UUID, int]:
        return versions_of(Conversation, keys)

    def changes(self, asked: Collection[Since]) -> dict[Since, list[Frame]]:
        return {key: [_frame(row) for row in rows] for key, rows in queries.changes_by_version(asked).items()}


def _frame(row: Message) -> Frame:
    what = CHANGED if row.edited_at or row.recalled_at else POSTED
    return Frame(topic_name("conversation", row.conversation_id), what, serializers.message(row), row.version)
