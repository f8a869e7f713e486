"""The commands of every socket, whatever the app: join a topic, ask what was missed, leave it, ping."""

from collections.abc import Awaitable, Callable
from typing import Any

from django import forms

from cocare.core import clock, live
from cocare.core.errors import NotFound, TooFast

from .hub import SocketSession
from .input_validation import validated_on_loop
from .resync import CatchUp, CatchUpRequest, catch_up_json
from .socket_limits import MAX_TOPICS
from .wire_format import CommandFrame

MAX_VERSION = 2**63 - 1
RETRY_SECONDS = 5.0


class TopicForm(forms.Form):
    topic = forms.CharField(max_length=100)
    since = forms.IntegerField(min_value=0, max_value=MAX_VERSION, required=False)


async def join(socket: SocketSession, command: CommandFrame) -> dict[str, Any] | None:
    """Answer what was missed, and from then on pass the topic's frames on, without a hole between the two."""
    data = validated_on_loop(TopicForm, command.data)
    name = data["topic"]
    if len(socket.topics) >= MAX_TOPICS:
        raise TooFast(retry_after=RETRY_SECONDS)
    hub, authorization = socket.live.hub, socket.live.authorization
    changes_heard = authorization.changes_heard
    topic = hub.begin_join(socket, name)
    try:
        # First the subscription, then the database: what is published in between is kept for after the answer.
        await socket.live.bus.subscriptions_active()
        known = topic.version if topic.listeners else None
        request = CatchUpRequest(topic.kind, topic.key, socket.actor, data["since"], known)
        catch_up = await _catch_up(socket, request)
    except BaseException:
        if name not in socket.topics:
            hub.leave(socket, name)
        raise
    if not socket.open:
        hub.leave(socket, name)
        return None
    socket.reply(command.id, catch_up_json(name, catch_up))
    hub.complete_join(socket, topic, catch_up.head)
    authorization.recheck_since(socket, changes_heard)
    return None


async def sync(socket: SocketSession, command: CommandFrame) -> dict[str, Any]:
    """Answer what was missed, once; whether the socket listens stays as it is."""
    data = validated_on_loop(TopicForm, command.data)
    kind, key = live.parse_topic(data["topic"])
    return catch_up_json(data["topic"], await _catch_up(socket, CatchUpRequest(kind, key, socket.actor, data["since"])))


async def _catch_up(socket: SocketSession, request: CatchUpRequest) -> CatchUp:
    catch_up = await socket.live.catch_ups.ask(request)
    if catch_up is None:
        raise NotFound
    return catch_up


async def leave(socket: SocketSession, command: CommandFrame) -> dict[str, Any]:
    socket.live.hub.leave(socket, validated_on_loop(TopicForm, command.data)["topic"])
    return {}


class EmptyForm(forms.Form):
    """For a command without input."""


async def ping(socket: SocketSession, command: CommandFrame) -> dict[str, Any]:
    """Answer clients that can't see the WebSocket's own pings and ask whether anybody is there."""
    validated_on_loop(EmptyForm, command.data)
    return {"now": clock.now()}


COMMANDS: dict[str, Callable[[SocketSession, CommandFrame], Awaitable[dict[str, Any] | None]]] = {
    "topic.join": join,
    "topic.sync": sync,
    "topic.leave": leave,
    "ping": ping,
}
