"""One hub per process: which sockets listen to which topics, and every frame once to each of them, in order.

Everything here runs on the loop of the process and never waits. What needs the database is in resync.py.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any, Protocol

from cocare.core import live
from cocare.core.access import Actor

from .metrics import metrics
from .topic import TickOutput, Topic
from .wire_format import SLOW_CLIENT
from .writer import MAX_BUFFERED_BYTES

# How long a frame that came too early waits for those before it, which another process is about to publish.
REORDER_SECONDS = 0.02
# A topic with this many listeners takes turns with the others.
MANY_LISTENERS = 200
# Turns of the loop between a frame and its way out. Whoever waits for a batch of sends is woken two turns after its
# frames are here: the acknowledgement and the frame then leave in one write, and nobody is kept waiting for it.
TURNS = 3


class Listener(Protocol):
    """A socket, as the hub knows it."""

    topics: set[str]
    answers: list[bytes]
    """What goes to this socket alone, and leaves with the next flush."""

    @property
    def write(self) -> Callable[[bytes], None]:
        """Send WebSocket frames now. Only the hub calls it: it keeps the order."""

    def buffered(self) -> int:
        """Return the bytes that the reader has not taken yet."""

    def shut(self, code: int) -> None:
        """Close from our side with a code of RFC 6455."""


class SocketSession(Listener, Protocol):
    """A signed-in person's socket, as commands and authorization know it."""

    actor: Actor
    open: bool
    checked_at: float

    @property
    def live(self) -> Any:
        """The runtime of this process."""

    def answer(self, payload: bytes) -> None:
        """Send one frame to this socket alone."""

    def reply(self, command_id: str, ok: dict[str, Any]) -> None:
        """Send the result of the command with this id."""


class Hub:
    """`subscribe` and `unsubscribe` tell the bus; `on_gap` is called for a topic whose missing frames don't come."""

    def __init__(self, subscribe: Callable[[str], Any], unsubscribe: Callable[[str], Any]):
        self.loop = asyncio.get_running_loop()
        self.topics: dict[str, Topic] = {}
        self.on_gap: Callable[[Topic], Any] = lambda topic: None
        self._subscribe, self._unsubscribe = subscribe, unsubscribe
        self._due: list[Topic] = []
        self._answered: set[Any] = set()
        self._slow: set[Any] = set()
        self._flushing = False

    # ---- who listens ----------------------------------------------------------------------------

    def begin_join(self, socket: Listener, name: str) -> Topic:
        """Keep what the topic sends from now on for this socket, until `complete_join`."""
        topic = self.topics.get(name)
        if topic is None:
            topic = self.topics[name] = Topic(name, *live.parse_topic(name))
            self._subscribe(name)
            metrics.topics = len(self.topics)
        if socket not in topic.listeners:
            topic.joining.setdefault(socket, [])
        return topic

    def complete_join(self, socket: Listener, topic: Topic, head: int) -> None:
        """Send the socket, which has its answer up to version `head`, what came meanwhile; from now on it listens."""
        if topic.version is None:
            self.catch_up(topic, [], head)
        missed = topic.joining.pop(socket, None)
        if missed is not None:
            topic.listeners[socket] = socket.write
            socket.topics.add(topic.name)
            for frames in missed:
                self.send_to(socket, frames)

    def leave(self, socket: Listener, name: str) -> None:
        topic = self.topics.get(name)
        socket.topics.discard(name)
        if topic is None:
            return
        topic.listeners.pop(socket, None)
        topic.joining.pop(socket, None)
        if not topic.listeners and not topic.joining:
            del self.topics[name]
            if topic.gap_timer is not None:
                topic.gap_timer.cancel()
            self._unsubscribe(name)
            metrics.topics = len(self.topics)

    def leave_all(self, socket: Listener) -> None:
        for name in list(socket.topics):
            self.leave(socket, name)
        self._slow.discard(socket)

    def on_backpressure(self, socket: Listener, is_slow: bool) -> None:
        """Note that a socket's reader is behind, or has caught up."""
        (self._slow.add if is_slow else self._slow.discard)(socket)

    # ---- what they hear -------------------------------------------------------------------------

    def receive(self, name: str, version: int | None, payload: bytes) -> None:
        """Take a frame from the bus; without a version it is a passing hint."""
        topic = self.topics.get(name)
        if topic is None:
            return
        if version is None:
            topic.receive_hint(payload, self.loop.time())
        else:
            topic.receive(version, payload)
        self._schedule(topic)

    def catch_up(self, topic: Topic, frames: list[tuple[int, bytes]], head: int) -> None:
        """Take what the database holds of a topic: the frames that its listeners lack, and its version."""
        metrics.repaired += topic.catch_up(frames, head)
        self._schedule(topic)

    def send_to(self, socket: Listener, frames: bytes) -> None:
        """Send frames to one socket alone. An answer and the frames of the same tick share one write."""
        if not socket.answers:
            self._answered.add(socket)
            self._flush_soon()
        socket.answers.append(frames)

    def _schedule(self, topic: Topic) -> None:
        """Plan the flush of what the topic has to send, and the search for what it lacks."""
        if (topic.frames or topic.hints) and not topic.is_due:
            topic.is_due = True
            rest = topic.rest_until and topic.rest_until - monotonic()
            if rest > 0:
                self.loop.call_later(rest, self._flush_topic_soon, topic)
            else:
                self._flush_topic_soon(topic)
        if topic.early and topic.version is not None:
            if topic.gap_timer is None:
                topic.gap_timer = self.loop.call_later(REORDER_SECONDS, self.on_gap, topic)
        elif topic.gap_timer is not None:
            topic.gap_timer.cancel()
            topic.gap_timer = None

    # ---- the way out ----------------------------------------------------------------------------

    def _flush_topic_soon(self, topic: Topic) -> None:
        self._due.append(topic)
        self._flush_soon()

    def _flush_soon(self) -> None:
        """Flush in a few turns: what comes within them goes out together, in one write instead of several."""
        if not self._flushing:
            self._flushing = True
            self.loop.call_soon(self._turn, TURNS)

    def _turn(self, left: int) -> None:
        if left:
            self.loop.call_soon(self._turn, left - 1)
        else:
            self._flush()

    def _flush(self) -> None:
        self._flushing = False
        due, self._due = self._due, []
        answered, self._answered = self._answered, set()
        # Each write is a system call. A socket that has an answer coming gets it and the frames in one.
        apart = answered | self._slow if self._slow else answered
        for topic in due:
            self._write(topic, topic.take_output(), apart)
        for socket in apart:
            frames = take_answers(socket)
            if frames:
                with suppress(RuntimeError):  # uvloop raises it when the connection is gone; its consumer hears of it
                    socket.write(frames)

    def _write(self, topic: Topic, output: TickOutput, apart: set[Any]) -> None:
        """Write the same bytes straight to every listener, but for those whose writes hold more, or less."""
        for socket in topic.listeners.keys() & apart:
            self._write_apart(socket, output)
        both, written, begun = output.frames + output.hints, 0, monotonic()
        for socket, write in topic.listeners.items():
            if socket in apart:
                continue
            try:
                write(both)
                written += 1
            except RuntimeError:  # as above
                continue
        metrics.deliveries += written * (output.frame_count + output.hint_count)
        if len(topic.listeners) >= MANY_LISTENERS:
            # A large topic rests as long as it has worked: it takes half of the loop at most, and what comes
            # meanwhile leaves in one write to each of its listeners.
            topic.rest_until = 2 * monotonic() - begun

    def _write_apart(self, socket: Listener, output: TickOutput) -> None:
        """Leave the hints out for a reader who is behind, and close one who is too slow."""
        if socket not in self._slow:
            metrics.deliveries += output.frame_count + output.hint_count
            socket.answers += (output.frames, output.hints)
        elif socket.buffered() < MAX_BUFFERED_BYTES:
            metrics.deliveries += output.frame_count
            metrics.shed += output.hint_count
            socket.answers.append(output.frames)
        else:
            metrics.slow += 1
            socket.shut(SLOW_CLIENT)


def take_answers(socket: Listener) -> bytes:
    """Return what goes to this socket alone, and forget it."""
    frames = b"".join(socket.answers)
    socket.answers.clear()
    return frames
