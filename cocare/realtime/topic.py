"""One topic in one process: its listeners, and frames from anywhere put into the one order of their versions."""

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from cocare.core import live

from .wire_format import text_frame

MAX_EARLY = 1000
# The same passing hint ("is typing") goes out once in this time.
HINT_SECONDS = 1.0


class TickOutput(NamedTuple):
    """What a topic sends in one tick: frames that every listener must have, and hints that may be lost."""

    frames: bytes
    hints: bytes
    frame_count: int
    hint_count: int


class Topic:
    """`version` is up to where its listeners have been told everything; None before the database was first asked."""

    __slots__ = (
        *("early", "frames", "gap_timer", "hint_times", "hints", "is_due", "joining", "key", "kind"),
        *("listeners", "name", "rest_until", "version"),
    )

    def __init__(self, name: str, kind: live.TopicKind, key: UUID):
        self.name, self.kind, self.key = name, kind, key
        self.version: int | None = None
        self.listeners: dict[Any, Callable[[bytes], None]] = {}  # each with its own write
        self.joining: dict[Any, list[bytes]] = {}  # what comes while an answer is being read, for after it
        self.early: dict[int, bytes] = {}  # frames whose predecessors are missing
        self.gap_timer: asyncio.TimerHandle | None = None  # runs while some are
        self.frames: list[bytes] = []  # of this tick
        self.hints: list[bytes] = []  # of this tick
        self.hint_times: dict[bytes, float] = {}
        self.is_due = False  # a flush is planned
        self.rest_until = 0.0  # no flush before this moment

    def receive(self, version: int, payload: bytes) -> None:
        """Take a frame from the bus, from any process, in any order, once or twice."""
        if version - 1 == self.version:
            self._emit(version, payload)
            if self.early:
                self._release_early()
        elif self.version is None or version > self.version:
            if len(self.early) >= MAX_EARLY:
                self.early.clear()  # the database has them all
            self.early[version] = payload

    def catch_up(self, frames: list[tuple[int, bytes]], head: int) -> int:
        """Take frames that the database had and the bus did not bring; afterwards the version is `head` at least.

        Return how many of them were news.
        """
        news = [frame for frame in frames if frame[0] > (self.version or 0)]
        for version, payload in news:
            self._emit(version, payload)
        self.version = max(self.version or 0, head)
        self._release_early()
        return len(news)

    def receive_hint(self, payload: bytes, now: float) -> None:
        if now - self.hint_times.get(payload, -HINT_SECONDS) < HINT_SECONDS:
            return
        self.hint_times = {hint: at for hint, at in self.hint_times.items() if now - at < HINT_SECONDS}
        self.hint_times[payload] = now
        self.hints.append(text_frame(payload))

    def take_output(self) -> TickOutput:
        """Return what is to be sent now, and forget it. Sockets that are joining hear it after their answer."""
        output = TickOutput(b"".join(self.frames), b"".join(self.hints), len(self.frames), len(self.hints))
        self.frames, self.hints, self.is_due = [], [], False
        if output.frames:
            for missed in self.joining.values():
                missed.append(output.frames)
        return output

    def _emit(self, version: int, payload: bytes) -> None:
        self.version = version
        self.frames.append(text_frame(payload))

    def _release_early(self) -> None:
        """Pass on the early frames whose turn has come, and drop those that are old news."""
        for version in sorted(self.early):
            current = self.version or 0
            if version > current + 1:
                break
            payload = self.early.pop(version)
            if version > current:
                self._emit(version, payload)
