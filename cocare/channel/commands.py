"""Socket commands. `message.send` is the hot path: it stays on the loop unless it must ask the database.

Each asks for access itself, by `load` or `sender_cache`, since what it is about stands in its data.
"""

import time
from functools import partial
from typing import Any
from uuid import UUID

from cocare.core import live, socket_commands
from cocare.core.access import Actor, load
from cocare.core.errors import NotFound
from cocare.core.thread_pools import run_in_pool

from . import forms, rules, sender_cache, serializers, services
from .enums import TYPING
from .models import Message
from .sender_cache import Sender
from .services.batching import batcher
from .services.outgoing import OutgoingMessage
from .services.read_marks import ReadUpTo, coalesced_read_marks

TYPING_PAUSE = 1.0  # seconds between two hints of one person in one conversation
REMEMBERED = 10_000  # hints


@socket_commands.register_command("message.send", form=forms.SendCommand, access=socket_commands.ANY)
async def message_send(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    result = await batcher().send(await _outgoing(actor, data))
    return result.message


async def _outgoing(actor: Actor, data: dict[str, Any]) -> OutgoingMessage:
    sender = await _sender(actor, data["conversation"])
    prepare = partial(
        services.prepare_message,
        actor=actor,
        sender=sender,
        client_id=data["client_id"],
        body=data["body"],
        reply_to=data["reply_to"],
        files=data["files"],
    )
    return await run_in_pool(prepare) if data["reply_to"] or data["files"] else prepare()


async def _sender(actor: Actor, conversation: UUID) -> Sender:
    """Return who writes there, without a query when that was asked within the last minute."""
    sender = sender_cache.cached_sender(actor, conversation)
    if sender is None:
        sender = await run_in_pool(sender_cache.look_up_sender, actor, conversation)
    return sender


@socket_commands.register_command("message.edit", form=forms.EditCommand, access=socket_commands.ANY)
def message_edit(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    message = load(Message, actor, data["message"], **rules.MESSAGE["change"])
    return serializers.message(services.edit_message(actor=actor, message=message, body=data["body"]))


@socket_commands.register_command("message.recall", form=forms.RecallCommand, access=socket_commands.ANY)
def message_recall(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    message = load(Message, actor, data["message"], **rules.MESSAGE["change"])
    return serializers.message(services.recall_message(actor=actor, message=message))


@socket_commands.register_command("conversation.read", form=forms.ReadCommand, access=socket_commands.ANY)
async def conversation_read(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    unread = await coalesced_read_marks.ask(ReadUpTo(actor, data["conversation"], data["through"]))
    if unread is None:
        raise NotFound
    return {"unread": unread}


_typed_at: dict[tuple[UUID | None, UUID], float] = {}


@socket_commands.register_command("conversation.typing", form=forms.TypingCommand, access=socket_commands.ANY)
async def conversation_typing(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    conversation: UUID = data["conversation"]
    sender = await _sender(actor, conversation)
    now, last = time.monotonic(), _typed_at.get((actor.person_id, conversation), 0.0)
    if now - last >= TYPING_PAUSE:
        if len(_typed_at) > REMEMBERED:  # hints are worth nothing after a second
            _typed_at.clear()
        _typed_at[actor.person_id, conversation] = now
        out = {"person": str(actor.person_id), "name": sender.name}
        live.send_now([live.Frame(live.topic_name("conversation", conversation), TYPING, out)])
    return {}
