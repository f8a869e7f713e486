"""Everything that writes notices, marks them as read, or sends a text to a phone."""

from .notifying import NewNotification, notify, notify_all
from .preferences import set_preferences
from .read_marks import mark_all_read, mark_collapsed_read, mark_read, mark_shown
from .revocation import delete_hidden
from .texting import send_text

__all__ = [
    "NewNotification",
    "delete_hidden",
    "mark_all_read",
    "mark_collapsed_read",
    "mark_read",
    "mark_shown",
    "notify",
    "notify_all",
    "send_text",
    "set_preferences",
]
