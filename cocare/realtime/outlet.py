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
"""Bytes waiting from which a reader is behind: typing and presence are left out for it."""
FAREWELL_SECONDS = 10

Send = Callable[[dict[str, Any]], Awaitable[None]]
Press = Callable[[bool], None]


class Outlet(Protocol):
    @property
    def write(self) -> Callable[[bytes], None]:
        """Send WebSocket frames, whole ones, already encoded. May raise RuntimeError when the line is gone."""

    def waiting(self) -> int:
        """Bytes that the reader has not taken yet."""

    async def close(self, code: int) -> None:
        """Say goodbye; whoever doesn't even read that is cut off."""


def outlet_for(send: Send, press: Press) -> Outlet:
    """The straight way where the server is ours and nothing wraps its `send`; else the portable one.

    `press` is told when the reader falls behind by more than CROWDED, and when it has caught up.
    """
    server: Any = getattr(send, "__self__", None)
    if hasattr(server, "press"):
        return Straight(send, server, press)
    return Queued(send, press)


class Straight:
    """`write` is the transport's own: no coroutine, no second encoding, nothing of ours between a frame and the system.

    A line that is lost swallows what is written: its consumer hears of the loss a moment later.
    """

    __slots__ = ("_send", "transport", "write")

    def __init__(self, send: Send, server: Any, press: Press):
        self._send = send
        self.transport: asyncio.Transport = server.transport
        self.write = self.transport.write
        self.transport.set_write_buffer_limits(high=CROWDED)
        server.press = press
        # The server keeps the handshake's headers as long as the line is open, and asks for them never again: some
        # 5 KB a socket.
        server.request = server.response = server.scope = None

    def waiting(self) -> int:
        return 0 if self.transport.is_closing() else self.transport.get_write_buffer_size()

    async def close(self, code: int) -> None:
        try:
            # Waits until the buffer drains, so that a slow reader still learns why.
            await asyncio.wait_for(self._send({"type": "websocket.close", "code": code}), FAREWELL_SECONDS)
        except Exception:  # gone already, or deaf: either way the line ends here
            self.transport.abort()


class Queued:
    """The portable outlet: a queue and one task that awaits the server's `send`."""

    def __init__(self, send: Send, press: Press):
        self._send, self._press = send, press
        self._queue: deque[bytes] = deque()
        self._bytes = 0
        self._task: asyncio.Task[None] | None = None

    def waiting(self) -> int:
        return self._bytes

    def write(self, frames: bytes) -> None:
        self._queue.append(frames)
        self._bytes += len(frames)
        if self._bytes >= CROWDED:
            self._press(True)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._queue:
                frames = self._queue.popleft()
                for payload in split(frames):
                    await self._send({"type": "websocket.send", "text": payload.decode()})
                self._bytes -= len(frames)
            self._press(False)
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
