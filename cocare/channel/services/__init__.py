"""What people do in conversations. Each call is one transaction, on record, and heard by who is connected.

The way of a message: `send_message` of a form or the API, and the socket command, learn who writes there from
`sender_cache` (asked anew, or within the last minute), and hand what `prepare_message` makes of it to `post_batch`,
directly or through the socket's batcher.
"""

from .changing import changeable, edit_message, recall_message
from .direct import start_direct
from .opening import open_missing_conversations
from .read_marks import mark_read
from .sending import message_to_quote, prepare_message, send_message

__all__ = [
    "changeable",
    "edit_message",
    "mark_read",
    "message_to_quote",
    "open_missing_conversations",
    "prepare_message",
    "recall_message",
    "send_message",
    "start_direct",
]
