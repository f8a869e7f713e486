"""The live part of one process: its hub, its line to the other processes, its authority watch.

A socket process has all of it on its loop. A page process or a worker only publishes: it gets a bus on a small thread
of its own, at the first frame it has to send.
"""

import asyncio
import contextlib
import json
import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from cocare.core import live
from cocare.core.coalescing import Coalescer

from .authority import Authority
from .bus import bus_for
from .hub import Hub
from .metrics import figures
from .repair import Repair, read
from .wire import frame_json

TOPIC = "cocare:topic:"
CONTROL = "cocare:control"

Packet = tuple[str, int | None, bytes]


class Runtime:
    """Everything live of a socket process. Make it on the running loop."""

    def __init__(self) -> None:
        self.loop, self.thread = asyncio.get_running_loop(), threading.get_ident()
        # Told apart by its mark, a process skips its own messages when the bus brings them back.
        self.mark = secrets.token_hex(4).encode()
        self.bus = bus_for(settings.REDIS_URL, self._heard, self._back)
        self.hub = Hub(lambda name: self.bus.subscribe(TOPIC + name), lambda name: self.bus.unsubscribe(TOPIC + name))
        self.repair = Repair(self.hub)
        self.reader = Coalescer(read)
        self.authority = Authority(self.hub)
        self.bus.subscribe(CONTROL)
        self.bus.start()

    def stop(self) -> None:
        self.repair.stop()
        self.authority.stop()
        self.bus.stop()

    def send(self, packets: list[Packet]) -> None:
        """Frames of this process: to its own listeners at once, to the others by the bus."""
        for topic, version, payload in packets:
            self.hub.receive(topic, version, payload)
            self.bus.publish(TOPIC + topic, packed(self.mark, version, payload))
        figures.published += len(packets)

    def control(self, order: dict[str, Any]) -> None:
        self.authority.obey(order)
        self.bus.publish(CONTROL, packed(self.mark, None, json.dumps(order).encode()))

    def _heard(self, channel: str, message: bytes) -> None:
        mark, version, payload = message.split(b" ", 2)
        if mark == self.mark:
            return
        if channel == CONTROL:
            self.authority.obey(json.loads(payload))
        else:
            self.hub.receive(channel[len(TOPIC) :], int(version) if version != b"-" else None, payload)

    def _back(self) -> None:
        """The line to Redis is new: frames and orders may have been missed."""
        self.loop.create_task(self._level())

    async def _level(self) -> None:
        self.authority.recheck_all()
        await self.repair.look()


def packed(mark: bytes, version: int | None, payload: bytes) -> bytes:
    """A message of the bus: who says it, the version, the frame as the listeners get it. Nobody parses JSON again."""
    return b"%b %b %b" % (mark, b"-" if version is None else b"%d" % version, payload)


class Publisher:
    """A bus that only publishes, on a loop in a thread of its own: for processes without sockets."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self.loop = asyncio.new_event_loop()
        self.mark = secrets.token_hex(4).encode()
        self.bus = bus_for(settings.REDIS_URL, lambda channel, message: None, self._connected)
        self._early: list[tuple[str, bytes]] = []
        threading.Thread(target=self._run, name="cocare-publisher", daemon=True).start()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.call_soon(self.bus.start)
        self.loop.run_forever()

    def _connected(self) -> None:
        early, self._early = self._early, []
        for channel, message in early:
            self.bus.publish(channel, message)

    def publish(self, channel: str, message: bytes) -> None:
        self.loop.call_soon_threadsafe(self._publish, channel, message)

    def _publish(self, channel: str, message: bytes) -> None:
        if self.bus.connected:
            self.bus.publish(channel, message)
        elif len(self._early) < 1000:  # what comes while there is no line is kept for the next
            self._early.append((channel, message))


@dataclass
class Process:
    """What this process has: the live part where sockets are served, else perhaps a publisher."""

    runtime: Runtime | None = None
    publisher: Publisher | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_here = Process()


def runtime() -> Runtime:
    """The live part of this process, made when it is first asked for. Only on the loop that serves the sockets."""
    if _here.runtime is None or _here.runtime.loop is not asyncio.get_running_loop():
        _here.runtime = Runtime()
    return _here.runtime


def stop() -> None:
    if _here.runtime is not None:
        _here.runtime.stop()
        _here.runtime = None


def carry(frames: list[live.Frame]) -> None:
    """The carrier of `core.live`: from any thread of any process, never blocking."""
    packets = [(frame.topic, frame.version, frame_json(frame)) for frame in frames]
    if _here.runtime is not None:
        _on_loop(_here.runtime, _here.runtime.send, packets)
    elif settings.REDIS_URL:
        publisher = _publish_only()
        for topic, version, payload in packets:
            publisher.publish(TOPIC + topic, packed(publisher.mark, version, payload))


def order(what: str, **facts: Any) -> None:
    """Tell every process's authority watch something: {"what": "session.ended", …}. From any thread."""
    told = {"what": what, **facts}
    if _here.runtime is not None:
        _on_loop(_here.runtime, _here.runtime.control, told)
    elif settings.REDIS_URL:
        publisher = _publish_only()
        publisher.publish(CONTROL, packed(publisher.mark, None, json.dumps(told).encode()))


def _publish_only() -> Publisher:
    with _here.lock:
        # A forked server process has the object of its parent, but not the thread.
        if _here.publisher is None or _here.publisher.process != os.getpid():
            _here.publisher = Publisher()
        return _here.publisher


def _on_loop(live_part: Runtime, work: Callable[..., None], *given: Any) -> None:
    if threading.get_ident() == live_part.thread:
        work(*given)
        return
    # A loop that has ended has no listeners left either.
    with contextlib.suppress(RuntimeError):
        live_part.loop.call_soon_threadsafe(work, *given)
