"""The commands of every socket, whatever the room: watch a topic, ask what was missed, stop watching."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from django import forms

from cocare.core import clock
from cocare.core.errors import TooFast

from . import wire
from .checking import checked
from .limits import TOPICS
from .repair import answer_out, read
from .threads import in_thread

if TYPE_CHECKING:
    from .consumer import Socket

BIGGEST = 2**63 - 1
PAUSE = 5.0


class TopicForm(forms.Form):
    topic = forms.CharField(max_length=100)
    since = forms.IntegerField(min_value=0, max_value=BIGGEST, required=False)


async def join(socket: "Socket", request: wire.Request) -> dict[str, Any] | None:
    """Answer what was missed, and from then on pass the topic's frames on, without a hole between the two."""
    asked = checked(TopicForm, request.given)
    name = asked["topic"]
    if len(socket.topics) >= TOPICS:
        raise TooFast(retry_after=PAUSE)
    hub, authority = socket.live.hub, socket.live.authority
    orders = authority.orders
    topic = hub.begin(socket, name)
    try:
        # First the subscription, then the database: what is published in between is kept for after the answer.
        await socket.live.bus.settled()
        known = topic.version if topic.listeners else None
        answer = await in_thread(read, name, socket.actor, asked["since"], known)
    except BaseException:
        if name not in socket.topics:
            hub.leave(socket, name)
        raise
    if not socket.open:
        hub.leave(socket, name)
        return None
    socket.reply(request, answer_out(name, answer))
    hub.admit(socket, topic, answer.head)
    authority.recheck_since(socket, orders)
    return None


async def sync(socket: "Socket", request: wire.Request) -> dict[str, Any]:
    """What was missed, once; whether the socket listens stays as it is."""
    asked = checked(TopicForm, request.given)
    return answer_out(asked["topic"], await in_thread(read, asked["topic"], socket.actor, asked["since"]))


async def leave(socket: "Socket", request: wire.Request) -> dict[str, Any]:
    socket.live.hub.leave(socket, checked(TopicForm, request.given)["topic"])
    return {}


class NothingForm(forms.Form):
    """A command into which nothing goes."""


async def ping(socket: "Socket", request: wire.Request) -> dict[str, Any]:
    """For clients that can't see the WebSocket's own pings: whether anybody is there."""
    checked(NothingForm, request.given)
    return {"now": clock.now()}


COMMANDS: dict[str, Callable[["Socket", wire.Request], Awaitable[dict[str, Any] | None]]] = {
    "topic.join": join,
    "topic.sync": sync,
    "topic.leave": leave,
    "ping": ping,
}
