"""Conversations that are there before anybody writes: each child's, each class's, and whatever other apps add.

They open when the relation begins: a job looks for what has none yet when somebody's authority changes, and every few
minutes for relations whose first day has come. So no page has to make one while it is only read.
"""

from typing import Any

from django.db.models import Exists, OuterRef

from cocare.core.conversation_kinds import AnchoredKind, all_kinds
from cocare.core.ids import uuid7

from ..models import Conversation

AT_ONCE = 500


def open_missing_conversations() -> int:
    """Open the conversations that are to be there and are not yet. Return how many. One query a kind where none is."""
    return sum(_open(kind) for kind in all_kinds() if isinstance(kind, AnchoredKind))


def _open(kind: AnchoredKind[Any]) -> int:
    opened = Conversation.objects.filter(kind=kind.value, **{kind.anchor_field: OuterRef("pk")})
    missing = [
        Conversation(id=uuid7(), kind=kind.value, **kind.columns(anchor))
        for anchor in kind.to_open().filter(~Exists(opened))
    ]
    Conversation.objects.bulk_create(missing, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(missing)
