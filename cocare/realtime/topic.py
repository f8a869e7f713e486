"""One topic in one process: who listens, and frames from anywhere put into the one order of their versions."""

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from cocare.core import live

from .wire import websocket_text

MOST_EARLY = 1000
# The same passing hint ("is typing") goes out once in this time.
HINT_SECONDS = 1.0


class Said(NamedTuple):
    """What a topic says in one tick: frames that every listener must have, hints that may be lost; how many of each."""

    frames: bytes
    hints: bytes
    messages: int
    passing: int


class Topic:
    """`version` is up to where its listeners have been told everything; None before the database was first asked."""

    __slots__ = (
        *("early", "gap", "hints", "is_due", "joining", "key", "kind"),
        *("listeners", "name", "out", "passing", "rest", "version"),
    )

    def __init__(self, name: str, kind: live.TopicKind, key: UUID):
        self.name, self.kind, self.key = name, kind, key
        self.version: int | None = None
        self.listeners: dict[Any, Callable[[bytes], None]] = {}  # with the way straight to each
        self.joining: dict[Any, list[bytes]] = {}  # what comes while an answer is being read, for after it
        self.early: dict[int, bytes] = {}  # frames whose predecessors are missing
        self.gap: asyncio.TimerHandle | None = None  # runs while some are
        self.out: list[bytes] = []  # this tick's frames
        self.passing: list[bytes] = []  # this tick's hints
        self.hints: dict[bytes, float] = {}
        self.is_due = False  # a flush is on its way
        self.rest = 0.0  # no flush before this moment

    def take(self, version: int, payload: bytes) -> None:
        """A frame from the bus, from any process, in any order, once or twice."""
        if version - 1 == self.version:
            self._say(version, payload)
            if self.early:
                self._release()
        elif self.version is None or version > self.version:
            if len(self.early) >= MOST_EARLY:
                self.early.clear()  # the database has them all
            self.early[version] = payload

    def catch_up(self, frames: list[tuple[int, bytes]], head: int) -> int:
        """Frames that the database had and the bus did not bring; afterwards the topic stands at `head` at least.

        Answers how many of them were news.
        """
        news = [frame for frame in frames if frame[0] > (self.version or 0)]
        for version, payload in news:
            self._say(version, payload)
        self.version = max(self.version or 0, head)
        self._release()
        return len(news)

    def hint(self, payload: bytes, now: float) -> None:
        if now - self.hints.get(payload, -HINT_SECONDS) < HINT_SECONDS:
            return
        self.hints = {hint: at for hint, at in self.hints.items() if now - at < HINT_SECONDS}
        self.hints[payload] = now
        self.passing.append(websocket_text(payload))

    def taken(self) -> Said:
        """What is to be said now, which afterwards has been. Who is still joining hears it after the answer."""
        said = Said(b"".join(self.out), b"".join(self.passing), len(self.out), len(self.passing))
        self.out, self.passing, self.is_due = [], [], False
        if said.frames:
            for kept in self.joining.values():
                kept.append(said.frames)
        return said

    def _say(self, version: int, payload: bytes) -> None:
        self.version = version
        self.out.append(websocket_text(payload))

    def _release(self) -> None:
        """Pass on the early frames whose turn has come, drop those that are old news."""
        for version in sorted(self.early):
            known = self.version or 0
            if version > known + 1:
                break
            payload = self.early.pop(version)
            if version > known:
                self._say(version, payload)
