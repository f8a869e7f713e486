from .notices import Notice, mark_all_read, mark_read, mark_shown, notify, notify_all, retire, settle
from .preferences import set_preferences

__all__ = [
    "Notice", "mark_all_read", "mark_read", "mark_shown", "notify", "notify_all", "retire", "set_preferences", "settle",
]  # fmt: skip
