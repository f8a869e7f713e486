from .notices import Notice, mark_all_read, mark_read, mark_shown, notify, notify_all, retire, settle, settle_all
from .preferences import set_preferences

__all__ = [
    "Notice", "mark_all_read", "mark_read", "mark_shown", "notify", "notify_all", "retire", "set_preferences", "settle",
    "settle_all",
]  # fmt: skip
