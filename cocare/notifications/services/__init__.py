"""Everything that writes notices, marks them as read, or sends a text to a phone."""

from .notifying import NewNotification, notify, notify_many
from .preferences import set_preferences
from .read_marks import mark_all_read, mark_read, mark_seen_things_read, mark_shown
from .revocation import delete_unread_about_hidden_pupils
from .texting import send_text

__all__ = [
    "NewNotification",
    "delete_unread_about_hidden_pupils",
    "mark_all_read",
    "mark_read",
    "mark_seen_things_read",
    "mark_shown",
    "notify",
    "notify_many",
    "send_text",
    "set_preferences",
]
