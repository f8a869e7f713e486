"""Reads of conversations. Each begins at a rule, or at a conversation that the caller has loaded through one."""

from .conversations import answer_threads, conversations, last_messages, title, today, with_name
from .messages import (
    StreamPosition,
    changed_messages,
    changes_by_version,
    for_message_page,
    recent_files,
    sent_before,
    stream_part,
    with_wire_fields,
)
from .people import reachable, reaches_anyone
from .search import search
from .unread import last_read_seq, read_by_others, readers_of_messages, unread_total

__all__ = [
    "StreamPosition",
    "answer_threads",
    "changed_messages",
    "changes_by_version",
    "conversations",
    "for_message_page",
    "last_messages",
    "last_read_seq",
    "reachable",
    "reaches_anyone",
    "read_by_others",
    "readers_of_messages",
    "recent_files",
    "search",
    "sent_before",
    "stream_part",
    "title",
    "today",
    "unread_total",
    "with_name",
    "with_wire_fields",
]
