"""What a person wrote and read in conversations. What others wrote there is theirs, and stays out."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from .models import Message, Participant, ReadMark


def counts(person_id: UUID) -> list[tuple[str, int]]:
    """Return (label, number) of each kind. One query each."""
    return [(_("Messages written"), Message.objects.filter(author=person_id).count())]


def of(person_id: UUID) -> dict[str, Any]:
    """Return all of it as plain data. A conversation is named by its kind: its name, and a parent's
    name in it ("小满妈妈"), are those of a child whom the person may no longer see.

    A text that was changed or withdrawn is kept apart for a lawful request by two persons, and is not in here.
    """
    messages = (
        Message.objects.filter(author=person_id)
        .select_related("conversation")
        .prefetch_related("attachments__file")
        .order_by("sent_at", "pk")
    )
    direct = Participant.objects.filter(person=person_id).select_related("conversation")
    marks = ReadMark.objects.filter(person=person_id).select_related("conversation").order_by("at", "pk")
    return {
        "messages": [_message(row) for row in messages],
        "direct_conversations": [
            {"since": row.conversation.created_at.isoformat(), "as": row.capacity}
            for row in direct.order_by("conversation__created_at", "pk")
        ],
        "read": [
            {"conversation": row.conversation.kind, "through": row.through, "at": row.at.isoformat()} for row in marks
        ],
    }


def _message(row: Message) -> dict[str, Any]:
    return {
        "conversation": row.conversation.kind,
        "at": row.sent_at.isoformat(),
        "as": row.author_capacity,
        "text": row.body,
        "files": [attachment.file.name for attachment in row.attachments.all()],
        "edited_at": row.edited_at.isoformat() if row.edited_at else None,
        "recalled_at": row.recalled_at.isoformat() if row.recalled_at else None,
    }
