"""The live part of one process: its hub, its bus to the other processes, its authorization.

A socket process has all of it on its loop. A page process or a worker only publishes: it gets a bus in a small thread
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

from .authorization import SocketAuthorization
from .bus import bus_for
from .hub import Hub
from .metrics import metrics
from .resync import Resync, read_catch_ups
from .wire_format import frame_json

TOPIC_CHANNEL = "cocare:topic:"
CONTROL_CHANNEL = "cocare:control"

Packet = tuple[str, int | None, bytes]


class Runtime:
    """Everything live of a socket process. Make it on the running loop."""

    def __init__(self) -> None:
        self.loop, self.thread = asyncio.get_running_loop(), threading.get_ident()
        # By it a process knows, and skips, its own messages when the bus brings them back.
        self.sender = secrets.token_hex(4).encode()
        self.bus = bus_for(settings.REDIS_URL, self._on_message, self._on_reconnect)
        self.hub = Hub(
            lambda name: self.bus.subscribe(TOPIC_CHANNEL + name),
            lambda name: self.bus.unsubscribe(TOPIC_CHANNEL + name),
        )
        self.resync = Resync(self.hub)
        self.catch_ups = Coalescer(read_catch_ups)
        self.authorization = SocketAuthorization(self.hub)
        self.bus.subscribe(CONTROL_CHANNEL)
        self.bus.start()

    def stop(self) -> None:
        self.resync.stop()
        self.authorization.stop()
        self.bus.stop()

    def send(self, packets: list[Packet]) -> None:
        """Send frames of this process: to its own listeners at once, to the others by the bus."""
        for topic, version, payload in packets:
            self.hub.receive(topic, version, payload)
            self.bus.publish(TOPIC_CHANNEL + topic, pack_bus_message(self.sender, version, payload))
        metrics.published += len(packets)

    def announce(self, announcement: dict[str, Any]) -> None:
        """Tell the authorization of every process, this one included."""
        self.authorization.handle(announcement)
        self.bus.publish(CONTROL_CHANNEL, pack_bus_message(self.sender, None, json.dumps(announcement).encode()))

    def _on_message(self, channel: str, message: bytes) -> None:
        sender, version, payload = message.split(b" ", 2)
        if sender == self.sender:
            return
        if channel == CONTROL_CHANNEL:
            self.authorization.handle(json.loads(payload))
        else:
            self.hub.receive(channel[len(TOPIC_CHANNEL) :], int(version) if version != b"-" else None, payload)

    def _on_reconnect(self) -> None:
        """Catch up after a new connection to Redis: frames and announcements may have been missed."""
        self.loop.create_task(self._catch_up())

    async def _catch_up(self) -> None:
        self.authorization.recheck_all()
        await self.resync.poll_heads()


def pack_bus_message(sender: bytes, version: int | None, payload: bytes) -> bytes:
    """Return a message for the bus: sender, version, and the frame as listeners get it. Nobody parses JSON again."""
    return b"%b %b %b" % (sender, b"-" if version is None else b"%d" % version, payload)


class Publisher:
    """A bus that only publishes, on a loop in a thread of its own: for processes without sockets."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self.loop = asyncio.new_event_loop()
        self.sender = secrets.token_hex(4).encode()
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
        elif len(self._early) < 1000:  # what comes while there is no connection is kept for the next
            self._early.append((channel, message))


@dataclass
class Process:
    """The runtime of this process where sockets are served, else perhaps a publisher."""

    runtime: Runtime | None = None
    publisher: Publisher | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_here = Process()


def runtime() -> Runtime:
    """Return the runtime of this process, made at the first call. Call it on the loop that serves the sockets."""
    if _here.runtime is None or _here.runtime.loop is not asyncio.get_running_loop():
        _here.runtime = Runtime()
    return _here.runtime


def stop() -> None:
    if _here.runtime is not None:
        _here.runtime.stop()
        _here.runtime = None


def send_frames(frames: list[live.Frame]) -> None:
    """Send frames to the listeners of every process: the transport of `core.live`. Thread-safe, never blocking."""
    packets = [(frame.topic, frame.version, frame_json(frame)) for frame in frames]
    if _here.runtime is not None:
        _on_loop(_here.runtime, _here.runtime.send, packets)
    elif settings.REDIS_URL:
        publisher = _publish_only()
        for topic, version, payload in packets:
            publisher.publish(TOPIC_CHANNEL + topic, pack_bus_message(publisher.sender, version, payload))


def announce(what: str, **facts: Any) -> None:
    """Tell the authorization of every process: {"what": "session.ended", …}. Thread-safe."""
    announcement = {"what": what, **facts}
    if _here.runtime is not None:
        _on_loop(_here.runtime, _here.runtime.announce, announcement)
    elif settings.REDIS_URL:
        publisher = _publish_only()
        publisher.publish(CONTROL_CHANNEL, pack_bus_message(publisher.sender, None, json.dumps(announcement).encode()))


def _publish_only() -> Publisher:
    with _here.lock:
        # A forked server process has the object of its parent, but not the thread.
        if _here.publisher is None or _here.publisher.process != os.getpid():
            _here.publisher = Publisher()
        return _here.publisher


def _on_loop(target: Runtime, work: Callable[..., None], *args: Any) -> None:
    if threading.get_ident() == target.thread:
        work(*args)
        return
    # A loop that has ended has no listeners left either.
    with contextlib.suppress(RuntimeError):
        target.loop.call_soon_threadsafe(work, *args)
