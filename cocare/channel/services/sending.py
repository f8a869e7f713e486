"""Sending one message, and preparing one for the socket's batch."""

from typing import Any, Unpack
from uuid import UUID

from cocare.core.access import Actor, visible
from cocare.core.conversation_kinds import kind_of
from cocare.core.errors import DomainError, Invalid

from .. import rules, sender_cache, serializers
from ..errors import AlreadyRecalled
from ..models import Conversation, Message
from ..sender_cache import Sender
from .outgoing import MessageContent, OutgoingMessage, SendResult
from .posting import post_batch


def prepare_message(*, actor: Actor, sender: Sender, **content: Unpack[MessageContent]) -> OutgoingMessage:
    """Return a message ready for a batch: every way of sending comes by here, and the batch asks nothing more.

    That the actor may write in this conversation is what `sender` says. A socket command takes it from `sender_cache`,
    which hears in its process when authority changes; pages and the API, whose processes do not, ask the rules each
    time (`send_message`). Raise Invalid for a reply to what is not there.
    """
    reply_to = content.get("reply_to")
    if reply_to is not None:
        message_to_quote(actor=actor, conversation_id=sender.conversation_id, message_id=reply_to)
    return OutgoingMessage(
        actor=actor,
        conversation_id=sender.conversation_id,
        client_id=content["client_id"],
        body=content["body"],
        name=sender.name,
        title=sender.title,
        reply_to=reply_to,
        files=content.get("files", ()),
    )


def send_message(*, actor: Actor, conversation_id: UUID, **content: Unpack[MessageContent]) -> SendResult:
    """Send one message: the batch of one that a form or the API makes. Whether the actor may is asked now.

    The same `client_id` returns the same message, now or later. Raise NotFound, Forbidden, Invalid,
    ConversationClosed, Busy.
    """
    sender = sender_cache.look_up_sender(actor, conversation_id)
    outcome = post_batch([prepare_message(actor=actor, sender=sender, **content)])[0]
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


def message_to_quote(*, actor: Actor, conversation_id: UUID, message_id: UUID) -> dict[str, Any]:
    """Return what a reply shows of the message it answers. Raise Invalid where that can't be answered here."""
    messages = visible(Message, actor, rules.sees_message).filter(pk=message_id, recalled_at=None)
    message = messages.select_related("conversation").first()
    if message is None or not _is_answered_in(message.conversation, conversation_id):
        raise Invalid(fields={"reply_to": [str(AlreadyRecalled.text)]})
    return serializers.quote(message)


def _is_answered_in(source: Conversation, target_id: UUID) -> bool:
    """Return whether a message of `source` may be answered in the target: there, or where its kind's readers answer."""
    if source.pk == target_id:
        return True
    elsewhere = kind_of(source).answered_in
    return bool(elsewhere) and Conversation.objects.filter(pk=target_id, kind=elsewhere).exists()
