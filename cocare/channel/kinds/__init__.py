"""The kinds of conversation that this app brings: one object each. `core.conversation_kinds` says what they answer."""

from .direct import DirectConversation
from .family import FamilyConversation
from .school_class import ClassConversation

DIRECT = DirectConversation()
FAMILY = FamilyConversation()
SCHOOL_CLASS = ClassConversation()

OWN_KINDS = (DIRECT, FAMILY, SCHOOL_CLASS)

__all__ = ["DIRECT", "FAMILY", "OWN_KINDS", "SCHOOL_CLASS"]
