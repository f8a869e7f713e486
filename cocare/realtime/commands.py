"""The commands of every socket, whatever the room: watch a topic, ask what was missed, stop watching."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from django import forms

from cocare.core import clock, live
from cocare.core.errors import NotFound, TooFast

from . import wire
from .checking import checked_here
from .limits import TOPICS
from .repair import Answer, Question, answer_out

if TYPE_CHECKING:
    from .consumer import Socket

BIGGEST = 2**63 - 1
PAUSE = 5.0


class TopicForm(forms.Form):
    topic = forms.CharField(max_length=100)
    since = forms.IntegerField(min_value=0, max_value=BIGGEST, required=False)


async def join(socket: "Socket", request: wire.Request) -> dict[str, Any] | None:
    """Answer what was missed, and from then on pass the topic's frames on, without a hole between the two."""
    asked = checked_here(TopicForm, request.given)
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
        answer = await _ask(socket, Question(topic.kind, topic.key, socket.actor, asked["since"], known))
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
    asked = checked_here(TopicForm, request.given)
    name = asked["topic"]
    return answer_out(name, await _ask(socket, Question(*live.parse(name), socket.actor, asked["since"])))


async def _ask(socket: "Socket", question: Question) -> Answer:
    answer = await socket.live.reader.ask(question)
    if answer is None:
        raise NotFound
    return answer


async def leave(socket: "Socket", request: wire.Request) -> dict[str, Any]:
    socket.live.hub.leave(socket, checked_here(TopicForm, request.given)["topic"])
    return {}


class NothingForm(forms.Form):
    """A command into which nothing goes."""


async def ping(socket: "Socket", request: wire.Request) -> dict[str, Any]:
    """For clients that can't see the WebSocket's own pings: whether anybody is there."""
    checked_here(NothingForm, request.given)
    return {"now": clock.now()}


COMMANDS: dict[str, Callable[["Socket", wire.Request], Awaitable[dict[str, Any] | None]]] = {
    "topic.join": join,
    "topic.sync": sync,
    "topic.leave": leave,
    "ping": ping,
}
