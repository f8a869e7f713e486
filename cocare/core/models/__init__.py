from .audit import AuditEvent
from .calendar import CalendarDay
from .transition import TransitionRecord

__all__ = ["AuditEvent", "CalendarDay", "TransitionRecord"]
