"""How bytes reach one socket: never waiting, never piling up.

A hub that awaits each send stands still with its slowest reader. Here a write either goes into a bounded buffer or
says that the reader is too slow, and the caller closes it.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

FULL = 256 * 1024
"""Bytes waiting for a reader that are too many: some 500 messages behind, and it can come back and catch up."""
CROWDED = 32 * 1024
"""Bytes waiting from which typing and presence are left out."""
FAREWELL_SECONDS = 10

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Outlet(Protocol):
    def waiting(self) -> int:
        """Bytes that the reader has not taken yet."""

    def write(self, frames: bytes) -> None:
        """Send WebSocket frames, any number of whole ones, already encoded."""

    async def close(self, code: int) -> None:
        """Say goodbye; whoever doesn't even read that is cut off."""


def outlet_for(send: Send) -> Outlet:
    """The straight way where the server is uvicorn and nothing wraps its `send`; else the portable one."""
    transport: Any = getattr(getattr(send, "__self__", None), "transport", None)
    if hasattr(transport, "get_write_buffer_size"):
        return Straight(send, transport)
    return Queued(send)


class Straight:
    """Writes encoded frames to the server's transport: no coroutine, no second encoding, one call for many frames.

    A line that is lost swallows what is written: its consumer hears of the loss a moment later.
    """

    __slots__ = ("_send", "transport")

    def __init__(self, send: Send, transport: asyncio.Transport):
        self._send = send
        self.transport = transport
        # The server keeps the handshake's headers as long as the line is open, and asks for them never again: some
        # 5 KB a socket.
        server = getattr(send, "__self__", None)
        for name in ("request", "response", "scope"):
            if hasattr(server, name):
                setattr(server, name, None)

    def waiting(self) -> int:
        return 0 if self.transport.is_closing() else self.transport.get_write_buffer_size()

    def write(self, frames: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(frames)

    async def close(self, code: int) -> None:
        try:
            # Waits until the buffer drains, so that a slow reader still learns why.
            await asyncio.wait_for(self._send({"type": "websocket.close", "code": code}), FAREWELL_SECONDS)
        except Exception:  # gone already, or deaf: either way the line ends here
            self.transport.abort()


class Queued:
    """The portable outlet: a queue and one task that awaits the server's `send`."""

    def __init__(self, send: Send):
        self._send = send
        self._queue: deque[bytes] = deque()
        self._bytes = 0
        self._task: asyncio.Task[None] | None = None

    def waiting(self) -> int:
        return self._bytes

    def write(self, frames: bytes) -> None:
        self._queue.append(frames)
        self._bytes += len(frames)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._queue:
                frames = self._queue.popleft()
                for payload in split(frames):
                    await self._send({"type": "websocket.send", "text": payload.decode()})
                self._bytes -= len(frames)
        except Exception:  # the line is gone; the consumer hears of it by itself
            self._queue.clear()
        finally:
            self._task = None

    async def close(self, code: int) -> None:
        try:
            if self._task is not None:
                await asyncio.wait_for(asyncio.shield(self._task), FAREWELL_SECONDS)
            await asyncio.wait_for(self._send({"type": "websocket.close", "code": code}), FAREWELL_SECONDS)
        except Exception:  # as above
            self._queue.clear()


def split(frames: bytes) -> list[bytes]:
    """The payloads of frames that `websocket_text` made."""
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
