"""One hub per process: which sockets listen to which topics, and every frame once to each of them, in order.

Everything here runs on the loop of the process and never waits. What needs the database is repair.py's.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from cocare.core import live

from . import metrics
from .outlet import FULL
from .wire import SLOW_CLIENT, websocket_text

# How long a frame that came too early waits for those before it, which another process is about to publish.
REORDER_SECONDS = 0.02
MOST_EARLY = 1000
# From this many listeners on a room takes turns with the others.
MANY = 200
# Turns of the loop between a frame and its way out. Whoever waits for a batch of sends is woken two turns after its
# frames are here: the acknowledgement and the frame then leave in one write, and nobody is kept waiting for it.
TURNS = 3
# The same passing hint ("is typing") goes out once in this time.
HINT_SECONDS = 1.0


class Listener(Protocol):
    """A socket, as the hub knows it."""

    topics: set[str]
    answers: list[bytes]
    """What goes to this socket alone, and leaves with the next flush."""

    write: Callable[[bytes], None]
    """WebSocket frames for this socket, now. The hub's alone: it keeps the order."""

    def waiting(self) -> int: ...
    def shut(self, code: int) -> None: ...


class Topic:
    """The listeners of one topic, and the version up to which they have been told everything."""

    __slots__ = (
        "early",
        "gap",
        "hints",
        "joining",
        "key",
        "kind",
        "listeners",
        "name",
        "out",
        "passing",
        "rest",
        "version",
    )

    def __init__(self, name: str, kind: live.TopicKind, key: UUID):
        self.name, self.kind, self.key = name, kind, key
        self.version: int | None = None  # not known before the first answer from the database
        self.listeners: dict[Any, Callable[[bytes], None]] = {}  # with the way straight to each
        self.joining: dict[Any, list[bytes]] = {}  # what comes while an answer is being read, for after it
        self.early: dict[int, bytes] = {}  # frames whose predecessors are missing
        self.gap: asyncio.TimerHandle | None = None
        self.out: list[bytes] = []  # this tick's frames
        self.passing: list[bytes] = []  # this tick's hints
        self.hints: dict[bytes, float] = {}
        self.rest = 0.0  # no flush before this moment


class Hub:
    """`subscribe` and `unsubscribe` tell the bus; `gap` is called for a topic whose missing frames don't come."""

    def __init__(self, subscribe: Callable[[str], Any], unsubscribe: Callable[[str], Any]):
        self.loop = asyncio.get_running_loop()
        self.topics: dict[str, Topic] = {}
        self.gap: Callable[[Topic], Any] = lambda topic: None
        self._subscribe, self._unsubscribe = subscribe, unsubscribe
        self._dirty: list[Topic] = []
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
            metrics.topics.set(len(self.topics))
        if socket not in topic.listeners:
            topic.joining.setdefault(socket, [])
        return topic

    def admit(self, socket: Listener, topic: Topic, head: int) -> None:
        """The socket has its answer, which ends at `head`: it hears what came meanwhile, and listens."""
        if topic.version is None:
            topic.version = head
            self._release(topic)
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
            metrics.topics.set(len(self.topics))

    def leave_all(self, socket: Listener) -> None:
        for name in list(socket.topics):
            self.leave(socket, name)
        self._behind.discard(socket)

    def press(self, socket: Listener, behind: bool) -> None:
        """A socket says that its reader is behind, or is no longer."""
        (self._behind.add if behind else self._behind.discard)(socket)

    # ---- what they hear -------------------------------------------------------------------------

    def receive(self, name: str, version: int | None, payload: bytes) -> None:
        """A frame from the bus, from any process, in any order, once or twice."""
        topic = self.topics.get(name)
        if topic is None:
            return
        if version is None:
            self._hint(topic, payload)
        elif version - 1 == topic.version:
            self._tell(topic, version, payload)
            if topic.early:
                self._release(topic)
        elif topic.version is None or version > topic.version:
            self._keep_early(topic, version, payload)

    def catch_up(self, topic: Topic, frames: list[tuple[int, bytes]], head: int) -> None:
        """Frames that the database had and the bus did not bring; afterwards the topic stands at `head` at least."""
        for version, payload in frames:
            if version > (topic.version or 0):
                self._tell(topic, version, payload)
                metrics.repaired.inc()
        topic.version = max(topic.version or 0, head)
        if topic.gap is not None:
            topic.gap.cancel()
            topic.gap = None
        self._release(topic)

    def _keep_early(self, topic: Topic, version: int, payload: bytes) -> None:
        if len(topic.early) >= MOST_EARLY:
            topic.early.clear()  # the database has them all
        topic.early[version] = payload
        if topic.gap is None and topic.version is not None:
            topic.gap = self.loop.call_later(REORDER_SECONDS, self.gap, topic)

    def _release(self, topic: Topic) -> None:
        """Pass on the early frames whose turn has come, drop those that are old news."""
        for version in sorted(topic.early):
            known = topic.version or 0
            if version <= known:
                del topic.early[version]
            elif version == known + 1:
                self._tell(topic, version, topic.early.pop(version))
            elif topic.gap is None:
                topic.gap = self.loop.call_later(REORDER_SECONDS, self.gap, topic)
        if not topic.early and topic.gap is not None:
            topic.gap.cancel()
            topic.gap = None

    def _tell(self, topic: Topic, version: int, payload: bytes) -> None:
        topic.version = version
        self._mark(topic)
        topic.out.append(websocket_text(payload))

    def _hint(self, topic: Topic, payload: bytes) -> None:
        now = self.loop.time()
        if now - topic.hints.get(payload, -HINT_SECONDS) < HINT_SECONDS:
            return
        topic.hints = {hint: at for hint, at in topic.hints.items() if now - at < HINT_SECONDS}
        topic.hints[payload] = now
        self._mark(topic)
        topic.passing.append(websocket_text(payload))

    def answer(self, socket: Listener, frames: bytes) -> None:
        """Frames for one socket alone. An answer and the frames of the same tick share one write."""
        if not socket.answers:
            self._answered.add(socket)
            self._soon()
        socket.answers.append(frames)

    def _mark(self, topic: Topic) -> None:
        """Frames of one tick of the loop go out together: with several in flight, one write instead of several."""
        if not topic.out and not topic.passing:
            rest = topic.rest - monotonic()
            if rest > 0:
                self.loop.call_later(rest, self._due, topic)
            else:
                self._due(topic)

    def _due(self, topic: Topic) -> None:
        self._dirty.append(topic)
        self._soon()

    def _soon(self) -> None:
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
        dirty, self._dirty = self._dirty, []
        apart = self._answered | self._behind
        self._answered = set()
        for topic in dirty:
            said = Said(b"".join(topic.out), b"".join(topic.passing), len(topic.out), len(topic.passing))
            topic.out, topic.passing = [], []
            if said.frames:
                for kept in topic.joining.values():
                    kept.append(said.frames)
            self._write(topic, said, apart)
        for socket in apart:
            _push(socket, taken(socket))

    def _write(self, topic: Topic, said: "Said", apart: set[Any]) -> None:
        """To most listeners the same bytes, straight; `apart` are those who have an answer coming or are behind."""
        both, straight, begun = said.frames + said.hints, 0, monotonic()
        told = sum([self._write_apart(socket, said) for socket in topic.listeners.keys() & apart])
        for socket, write in topic.listeners.items():
            if socket in apart:
                continue
            try:
                write(both)
                straight += 1
            except RuntimeError:  # uvloop's, when the line is gone: its consumer is about to hear of it
                continue
        told += straight * (said.messages + said.passing)
        metrics.deliveries.inc(told)
        if len(topic.listeners) >= MANY:
            # A large room rests as long as it has worked: it takes half of the loop at most, and what is said
            # meanwhile leaves in one write to each of its listeners.
            topic.rest = 2 * monotonic() - begun

    def _write_apart(self, socket: Listener, said: "Said") -> int:
        """How many frames it was sent: a reader who is behind is spared the hints, one who is too slow is closed."""
        if socket not in self._behind:
            _push(socket, taken(socket) + said.frames + said.hints)
            return said.messages + said.passing
        if socket.waiting() >= FULL:
            metrics.slow.inc()
            socket.shut(SLOW_CLIENT)
            return 0
        metrics.shed.inc(said.passing)
        _push(socket, taken(socket) + said.frames)
        return said.messages


class Said(NamedTuple):
    """What one topic says in one tick: frames that every listener must have, hints that may be lost."""

    frames: bytes
    hints: bytes
    messages: int
    passing: int


def _push(socket: Listener, frames: bytes) -> None:
    if frames:
        with suppress(RuntimeError):  # as above
            socket.write(frames)


def taken(socket: Listener) -> bytes:
    """The socket's answers, which are its no longer."""
    frames = b"".join(socket.answers)
    socket.answers.clear()
    return frames
