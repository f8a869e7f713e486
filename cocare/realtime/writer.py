"""How bytes reach one socket: never waiting, never piling up.

A hub that awaits each send stands still with its slowest reader. Here a write either goes into a bounded buffer or
says that the reader is too slow, and the caller closes it.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

MAX_BUFFERED_BYTES = 256 * 1024
"""A reader who leaves more than this untaken is closed: it is some 500 messages behind, and can come back."""
BACKPRESSURE_BYTES = 32 * 1024
"""A reader who leaves more than this untaken is behind: typing and presence are left out for it."""
CLOSE_TIMEOUT_SECONDS = 10

Send = Callable[[dict[str, Any]], Awaitable[None]]
OnBackpressure = Callable[[bool], None]


class Writer(Protocol):
    @property
    def write(self) -> Callable[[bytes], None]:
        """Send whole WebSocket frames, already encoded. May raise RuntimeError when the connection is gone."""

    def buffered(self) -> int:
        """Return the bytes that the reader has not taken yet."""

    async def close(self, code: int) -> None:
        """Send a close frame; cut off whoever doesn't even read that."""


def writer_for(send: Send, on_backpressure: OnBackpressure) -> Writer:
    """Return the direct writer where the server is ours and nothing wraps its `send`; else the portable one.

    `on_backpressure(True)` is called when the reader falls behind by more than BACKPRESSURE_BYTES, and with False
    when it has caught up.
    """
    server: Any = getattr(send, "__self__", None)
    if hasattr(server, "on_backpressure"):
        return DirectWriter(send, server, on_backpressure)
    return QueuedWriter(send, on_backpressure)


class DirectWriter:
    """`write` is the transport's own: no coroutine, no second encoding, nothing of ours between a frame and the system.

    A connection that is lost swallows what is written: its consumer hears of the loss a moment later.
    """

    __slots__ = ("_send", "transport", "write")

    def __init__(self, send: Send, server: Any, on_backpressure: OnBackpressure):
        self._send = send
        self.transport: asyncio.Transport = server.transport
        self.write = self.transport.write
        self.transport.set_write_buffer_limits(high=BACKPRESSURE_BYTES)
        server.on_backpressure = on_backpressure
        # The server keeps the handshake's headers as long as the connection is open, and asks for them never again:
        # some 5 KB a socket.
        server.request = server.response = server.scope = None

    def buffered(self) -> int:
        return 0 if self.transport.is_closing() else self.transport.get_write_buffer_size()

    async def close(self, code: int) -> None:
        try:
            # Waits until the buffer drains, so that a slow reader still learns why.
            await asyncio.wait_for(self._send({"type": "websocket.close", "code": code}), CLOSE_TIMEOUT_SECONDS)
        except Exception:  # gone already, or deaf: either way the connection ends here
            self.transport.abort()


class QueuedWriter:
    """The portable writer: a queue and one task that awaits the server's `send`."""

    def __init__(self, send: Send, on_backpressure: OnBackpressure):
        self._send, self._on_backpressure = send, on_backpressure
        self._queue: deque[bytes] = deque()
        self._bytes = 0
        self._task: asyncio.Task[None] | None = None

    def buffered(self) -> int:
        return self._bytes

    def write(self, frames: bytes) -> None:
        self._queue.append(frames)
        self._bytes += len(frames)
        if self._bytes >= BACKPRESSURE_BYTES:
            self._on_backpressure(True)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._queue:
                frames = self._queue.popleft()
                for payload in payloads_of(frames):
                    await self._send({"type": "websocket.send", "text": payload.decode()})
                self._bytes -= len(frames)
            self._on_backpressure(False)
        except Exception:  # the connection is gone; the consumer hears of it by itself
            self._queue.clear()
        finally:
            self._task = None

    async def close(self, code: int) -> None:
        try:
            if self._task is not None:
                await asyncio.wait_for(asyncio.shield(self._task), CLOSE_TIMEOUT_SECONDS)
            await asyncio.wait_for(self._send({"type": "websocket.close", "code": code}), CLOSE_TIMEOUT_SECONDS)
        except Exception:  # as above
            self._queue.clear()


def payloads_of(frames: bytes) -> list[bytes]:
    """Return the payloads of frames that `wire_format.text_frame` made."""
    payloads, at = [], 0
    while at < len(frames):
        size, start = frames[at + 1], at + 2
        if size == 126:  # the lengths of RFC 6455
            size, start = int.from_bytes(frames[at + 2 : at + 4], "big"), at + 4
        elif size == 127:
            size, start = int.from_bytes(frames[at + 2 : at + 10], "big"), at + 10
        payloads.append(frames[start : start + size])
        at = start + size
    return payloads
