"""One hub per process: which sockets listen to which topics, and every frame once to each of them, in order.

Everything here runs on the loop of the process and never waits. What needs the database is repair.py's.
"""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any, Protocol
from uuid import UUID

from cocare.core import live

from . import metrics
from .outlet import CROWDED, FULL
from .wire import SLOW_CLIENT, websocket_text

# How long a frame that came too early waits for those before it, which another process is about to publish.
REORDER_SECONDS = 0.02
MOST_EARLY = 1000
# From this many listeners on a room takes turns with the others.
MANY = 200
# The same passing hint ("is typing") goes out once in this time.
HINT_SECONDS = 1.0


class Listener(Protocol):
    """A socket, as the hub knows it."""

    topics: set[str]
    answers: list[bytes]
    """What goes to this socket alone, and leaves with the next flush."""

    def waiting(self) -> int: ...
    def write(self, frames: bytes) -> None: ...
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
        self.listeners: set[Any] = set()
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
        self._answered: list[Any] = []
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
            topic.listeners.add(socket)
            socket.topics.add(topic.name)
            for frames in kept:
                self.answer(socket, frames)

    def leave(self, socket: Listener, name: str) -> None:
        topic = self.topics.get(name)
        socket.topics.discard(name)
        if topic is None:
            return
        topic.listeners.discard(socket)
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
            self._answered.append(socket)
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
            self.loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._flushing = False
        dirty, self._dirty = self._dirty, []
        answered, self._answered = self._answered, []
        for topic in dirty:
            frames, hints = b"".join(topic.out), b"".join(topic.passing)
            count, passing = len(topic.out), len(topic.passing)
            topic.out, topic.passing = [], []
            if frames:
                for kept in topic.joining.values():
                    kept.append(frames)
            self._write(topic, frames, hints, count, passing)
        for socket in answered:
            if socket.answers:
                socket.write(taken(socket))

    def _write(self, topic: Topic, frames: bytes, hints: bytes, count: int, passing: int) -> None:
        both, told, shed, slow, begun = frames + hints, 0, 0, [], monotonic()
        for socket in topic.listeners:
            waiting = socket.waiting()
            if waiting < CROWDED:
                socket.write(taken(socket) + both if socket.answers else both)
                told += count + passing
            elif waiting < FULL:
                shed += passing
                if frames:
                    socket.write(frames)
                    told += count
            else:
                slow.append(socket)
        metrics.deliveries.inc(told)
        if shed:
            metrics.shed.inc(shed)
        for socket in slow:
            metrics.slow.inc()
            socket.shut(SLOW_CLIENT)
        if len(topic.listeners) >= MANY:
            # A large room rests as long as it has worked: it takes half of the loop at most, and what is said
            # meanwhile leaves in one write to each of its listeners.
            topic.rest = 2 * monotonic() - begun


def taken(socket: Listener) -> bytes:
    """The socket's answers, which are its no longer."""
    frames = b"".join(socket.answers)
    socket.answers.clear()
    return frames
