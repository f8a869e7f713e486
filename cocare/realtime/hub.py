"""One hub per process: which sockets listen to which topics, and every frame once to each of them, in order.

Everything here runs on the loop of the process and never waits. What needs the database is repair.py's.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any, Protocol

from cocare.core import live

from .metrics import figures
from .outlet import FULL
from .topic import Said, Topic
from .wire import SLOW_CLIENT

# How long a frame that came too early waits for those before it, which another process is about to publish.
REORDER_SECONDS = 0.02
# From this many listeners on a room takes turns with the others.
MANY = 200
# Turns of the loop between a frame and its way out. Whoever waits for a batch of sends is woken two turns after its
# frames are here: the acknowledgement and the frame then leave in one write, and nobody is kept waiting for it.
TURNS = 3


class Listener(Protocol):
    """A socket, as the hub knows it."""

    topics: set[str]
    answers: list[bytes]
    """What goes to this socket alone, and leaves with the next flush."""

    write: Callable[[bytes], None]
    """WebSocket frames for this socket, now. The hub's alone: it keeps the order."""

    def waiting(self) -> int: ...
    def shut(self, code: int) -> None: ...


class Hub:
    """`subscribe` and `unsubscribe` tell the bus; `gap` is called for a topic whose missing frames don't come."""

    def __init__(self, subscribe: Callable[[str], Any], unsubscribe: Callable[[str], Any]):
        self.loop = asyncio.get_running_loop()
        self.topics: dict[str, Topic] = {}
        self.gap: Callable[[Topic], Any] = lambda topic: None
        self._subscribe, self._unsubscribe = subscribe, unsubscribe
        self._due: list[Topic] = []
        self._answered: set[Any] = set()
        self._behind: set[Any] = set()
        self._flushing = False

    # ---- who listens ----------------------------------------------------------------------------

    def begin(self, socket: Listener, name: str) -> Topic:
        """A socket is joining: what the topic says from now on is kept for it until `admit`."""
        topic = self.topics.get(name)
        if topic is None:
            topic = self.topics[name] = Topic(name, *live.parse(name))
            self._subscribe(name)
            figures.topics = len(self.topics)
        if socket not in topic.listeners:
            topic.joining.setdefault(socket, [])
        return topic

    def admit(self, socket: Listener, topic: Topic, head: int) -> None:
        """The socket has its answer, which ends at `head`: it hears what came meanwhile, and listens."""
        if topic.version is None:
            self.catch_up(topic, [], head)
        kept = topic.joining.pop(socket, None)
        if kept is not None:
            topic.listeners[socket] = socket.write
            socket.topics.add(topic.name)
            for frames in kept:
                self.answer(socket, frames)

    def leave(self, socket: Listener, name: str) -> None:
        topic = self.topics.get(name)
        socket.topics.discard(name)
        if topic is None:
            return
        topic.listeners.pop(socket, None)
        topic.joining.pop(socket, None)
        if not topic.listeners and not topic.joining:
            del self.topics[name]
            if topic.gap is not None:
                topic.gap.cancel()
            self._unsubscribe(name)
            figures.topics = len(self.topics)

    def leave_all(self, socket: Listener) -> None:
        for name in list(socket.topics):
            self.leave(socket, name)
        self._behind.discard(socket)

    def press(self, socket: Listener, behind: bool) -> None:
        """A socket says that its reader is behind, or is no longer."""
        (self._behind.add if behind else self._behind.discard)(socket)

    # ---- what they hear -------------------------------------------------------------------------

    def receive(self, name: str, version: int | None, payload: bytes) -> None:
        """A frame from the bus; without a version a passing hint."""
        topic = self.topics.get(name)
        if topic is None:
            return
        if version is None:
            topic.hint(payload, self.loop.time())
        else:
            topic.take(version, payload)
        self._went_on(topic)

    def catch_up(self, topic: Topic, frames: list[tuple[int, bytes]], head: int) -> None:
        """What the database told of a topic: the frames that its listeners lack, and where it stands."""
        figures.repaired += topic.catch_up(frames, head)
        self._went_on(topic)

    def answer(self, socket: Listener, frames: bytes) -> None:
        """Frames for one socket alone. An answer and the frames of the same tick share one write."""
        if not socket.answers:
            self._answered.add(socket)
            self._soon()
        socket.answers.append(frames)

    def _went_on(self, topic: Topic) -> None:
        """See to its way out, and to what it lacks."""
        if (topic.out or topic.passing) and not topic.is_due:
            topic.is_due = True
            rest = topic.rest and topic.rest - monotonic()
            if rest > 0:
                self.loop.call_later(rest, self._is_due, topic)
            else:
                self._is_due(topic)
        if topic.early and topic.version is not None:
            if topic.gap is None:
                topic.gap = self.loop.call_later(REORDER_SECONDS, self.gap, topic)
        elif topic.gap is not None:
            topic.gap.cancel()
            topic.gap = None

    # ---- the way out ----------------------------------------------------------------------------

    def _is_due(self, topic: Topic) -> None:
        self._due.append(topic)
        self._soon()

    def _soon(self) -> None:
        """What is said within the same few turns goes out together: one write instead of several."""
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
        # Each write is a system call. Who has an answer coming gets it and the frames in one.
        apart = answered | self._behind if self._behind else answered
        for topic in due:
            self._write(topic, topic.taken(), apart)
        for socket in apart:
            frames = taken(socket)
            if frames:
                with suppress(RuntimeError):  # uvloop's, when the line is gone: its consumer is about to hear of it
                    socket.write(frames)

    def _write(self, topic: Topic, said: Said, apart: set[Any]) -> None:
        """The same bytes straight to every listener, but for those who get theirs with something else or without."""
        for socket in topic.listeners.keys() & apart:
            self._write_apart(socket, said)
        both, told, begun = said.frames + said.hints, 0, monotonic()
        for socket, write in topic.listeners.items():
            if socket in apart:
                continue
            try:
                write(both)
                told += 1
            except RuntimeError:  # as above
                continue
        figures.deliveries += told * (said.messages + said.passing)
        if len(topic.listeners) >= MANY:
            # A large room rests as long as it has worked: it takes half of the loop at most, and what is said
            # meanwhile leaves in one write to each of its listeners.
            topic.rest = 2 * monotonic() - begun

    def _write_apart(self, socket: Listener, said: Said) -> None:
        """A reader who is behind is spared the hints, one who is too slow is closed."""
        if socket not in self._behind:
            figures.deliveries += said.messages + said.passing
            socket.answers += (said.frames, said.hints)
        elif socket.waiting() < FULL:
            figures.deliveries += said.messages
            figures.shed += said.passing
            socket.answers.append(said.frames)
        else:
            figures.slow += 1
            socket.shut(SLOW_CLIENT)


def taken(socket: Listener) -> bytes:
    """The socket's answers, which are its no longer."""
    frames = b"".join(socket.answers)
    socket.answers.clear()
    return frames
