from .notices import mark_all_read, mark_read, mark_shown, notify, retire, settle
from .preferences import set_preferences

__all__ = ["mark_all_read", "mark_read", "mark_shown", "notify", "retire", "set_preferences", "settle"]
