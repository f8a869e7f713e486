"""The room's socket commands. `message.send` is the hot path: it stays on the loop unless it must ask the database."""

import time
from functools import partial
from typing import Any

from cocare.core import live, socket_commands
from cocare.core.access import Actor, load
from cocare.core.errors import NotFound
from cocare.core.thread_pools import run_in_pool

from . import forms, reading, rules, services, standing, wire
from .batching import batcher
from .enums import TYPING
from .models import Message
from .sending import Item

TYPING_PAUSE = 1.0  # seconds between two hints of one person in one conversation


@socket_commands.command("message.send", form=forms.SendCommand, access=socket_commands.ANY)
async def message_send(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    sent = await batcher().send(await _item(actor, data))
    return sent.message


async def _item(actor: Actor, data: dict[str, Any]) -> Item:
    given = {
        "actor": actor,
        "conversation_id": data["conversation"],
        "client_id": data["client_id"],
        "body": data["body"],
        "reply_to": data["reply_to"],
        "files": data["files"],
    }
    if data["reply_to"] or data["files"] or standing.remembered(actor, data["conversation"]) is None:
        return await run_in_pool(partial(services.item, **given))
    return services.item(**given)


@socket_commands.command("message.edit", form=forms.EditCommand, access=socket_commands.ANY)
def message_edit(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    message = load(Message, actor, data["message"], see=rules.sees_message, act=rules.change_message)
    return wire.message(services.edit_message(actor=actor, message=message, body=data["body"]))


@socket_commands.command("message.recall", form=forms.RecallCommand, access=socket_commands.ANY)
def message_recall(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    message = load(Message, actor, data["message"], see=rules.sees_message, act=rules.change_message)
    return wire.message(services.recall_message(actor=actor, message=message))


@socket_commands.command("conversation.read", form=forms.ReadCommand, access=socket_commands.ANY)
async def conversation_read(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    unread = await reading.marks.ask(reading.Read(actor, data["conversation"], data["through"]))
    if unread is None:
        raise NotFound
    return {"unread": unread}


_typed: dict[tuple, float] = {}


@socket_commands.command("conversation.typing", form=forms.TypingCommand, access=socket_commands.ANY)
async def conversation_typing(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    key = data["conversation"]
    place = standing.remembered(actor, key) or await run_in_pool(standing.look_up, actor, key)
    now, last = time.monotonic(), _typed.get((actor.person_id, key), 0.0)
    if now - last >= TYPING_PAUSE:
        if len(_typed) > 10_000:  # hints are worth nothing after a second
            _typed.clear()
        _typed[actor.person_id, key] = now
        out = {"person": str(actor.person_id), "name": place.name}
        live.send_now([live.Frame(live.topic_name("conversation", key), TYPING, out)])
    return {}
