"""Changing a message and taking it back, within the author's window."""

from datetime import timedelta

from django.db import transaction

from cocare.core import audit, clock, live
from cocare.core.access import Actor
from cocare.files.services import erase_files
from cocare.people.enums import FAMILY

from .. import queries, serializers
from ..enums import CHANGED
from ..errors import AlreadyRecalled, ConversationClosed, NotRecallable
from ..models import Conversation, Message, MessageOriginal
from .search_index import reindex

FAMILY_WINDOW = timedelta(minutes=2)
STAFF_WINDOW = timedelta(hours=24)


def change_window(capacity: str) -> timedelta:
    """Return how long an author may change or take back: two minutes for a family, a day for staff."""
    return FAMILY_WINDOW if capacity in FAMILY else STAFF_WINDOW


def changeable(message: Message) -> bool:
    return message.recalled_at is None and clock.now() <= message.sent_at + change_window(message.author_capacity)


@transaction.atomic
def edit_message(*, actor: Actor, message: Message, body: str) -> Message:
    """Change the text of one's own message while its window is open; what stood there is kept out of sight.

    Raise NotRecallable after the window, AlreadyRecalled, ConversationClosed.
    """
    message = _lock(message)
    if body != message.body:
        _keep_original(message)
        message.body, message.edited_at = body, clock.now()
        _save_change(actor, message, "message.edit")
    return message


@transaction.atomic
def recall_message(*, actor: Actor, message: Message) -> Message:
    """Take one's own message back for everyone while its window is open. The text is erased, its place stays.

    A repeated recall returns the same. Raise NotRecallable after the window, ConversationClosed.
    """
    message = _lock(message, allow_recalled=True)
    if message.recalled_at is None:
        _keep_original(message)
        message.body, message.recalled_at = "", clock.now()
        # The text is kept for a lawful request, a picture of a child is not.
        erase_files(actor=actor, files=[attachment.file for attachment in message.attachments.all()])
        _save_change(actor, message, "message.recall")
    return message


def _lock(message: Message, *, allow_recalled: bool = False) -> Message:
    """Return the message under its conversation's lock, which orders all changes of a conversation."""
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=message.conversation_id)
    if conversation.closed_at is not None:
        raise ConversationClosed
    message = queries.with_wire_fields(Message.objects.all()).get(pk=message.pk)
    message.conversation = conversation
    if message.recalled_at is not None:
        if allow_recalled:
            return message
        raise AlreadyRecalled
    if not changeable(message):
        raise NotRecallable
    return message


def _keep_original(message: Message) -> None:
    MessageOriginal.objects.create(message=message, body=message.body)


def _save_change(actor: Actor, message: Message, verb: str) -> None:
    conversation_id = message.conversation_id
    message.version = live.raise_versions(Conversation, [conversation_id])[conversation_id]
    message.save(update_fields=["body", "edited_at", "recalled_at", "version"])
    reindex(message)
    audit.record(actor, verb, message)
    live.publish(
        live.topic_name("conversation", conversation_id), CHANGED, serializers.message(message), version=message.version
    )
