"""Writing the index of what was said.

Sends don't wait for it: the job that notifies members writes it, and until then a search reads the few new messages.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from ..models import Message

# Recalled texts are empty already, changed ones are written by `reindex`: what is there stays.
INDEX = """
INSERT INTO channel_messagewords (message_id, words)
SELECT message.id, channel_words(message.body)
FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[]) AS news(conversation, after, through)
JOIN channel_message message
  ON message.conversation_id = news.conversation AND message.seq > news.after AND message.seq <= news.through
ON CONFLICT (message_id) DO NOTHING
"""
REINDEX = """
INSERT INTO channel_messagewords (message_id, words) VALUES (%s, channel_words(%s))
ON CONFLICT (message_id) DO UPDATE SET words = excluded.words
"""


def index_messages(seq_ranges: Collection[tuple[UUID, int, int]]) -> None:
    """Put messages into the index: `news` are conversations, the seq after which and the one up to which to end."""
    if seq_ranges:
        with connection.cursor() as cursor:
            cursor.execute(INDEX, [list(column) for column in zip(*seq_ranges, strict=True)])


def reindex(message: Message) -> None:
    """Put the present text of a message, changed or taken back, into the index."""
    with connection.cursor() as cursor:
        cursor.execute(REINDEX, [message.pk, message.body])
