"""The server side of the WebSocket protocol (RFC 6455): uvicorn's own, with a fast path for nearly every frame.

Nearly every frame is one whole text message. Through the library it costs more than all that is then done with it;
here it is unmasked and handed on. Every other frame (part of a message, ping, close, anything wrong) goes to the
library, which is always given whole frames and so is always between two of them.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.speedups import apply_mask

WHOLE_TEXT = 0x81
FINAL, CONTROL, MASKED, LENGTH = 0x80, 0x08, 0x80, 0x7F
SHORT, TWO_BYTES, EIGHT_BYTES = 125, 126, 127  # how RFC 6455, 5.2, writes lengths
MAX_QUEUED_MESSAGES = 8
"""With more messages than this waiting for the application, the socket is not read until they are taken."""


def _ignore(is_slow: bool) -> None:
    pass


class ReceiveQueue:
    """Messages that were not taken yet: as much of an asyncio.Queue as one reader needs, at a quarter of its size."""

    __slots__ = ("messages", "reader")

    def __init__(self) -> None:
        self.messages: deque[Any] = deque()
        self.reader: asyncio.Future[None] | None = None

    def empty(self) -> bool:
        return not self.messages

    def put_nowait(self, message: Any) -> None:
        self.messages.append(message)
        if self.reader is not None and not self.reader.done():
            self.reader.set_result(None)


class FastWebSocketProtocol(WebSocketsSansIOProtocol):
    """One connection. `ws=FastWebSocketProtocol` in uvicorn's configuration."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.queue: ReceiveQueue = ReceiveQueue()  # type: ignore[assignment]  # its likeness
        self.on_backpressure: Callable[[bool], None] = _ignore
        """Called with True when the other side takes less than it is sent, with False when it has taken that."""
        self._unparsed = b""
        self._in_fragments = False  # of a message of several frames
        self._delegates = False  # to the library, for good: bytes given to it may end within a frame

    async def receive(self) -> Any:
        queue = self.queue
        while not queue.messages:
            queue.reader = self.loop.create_future()
            await queue.reader
        message = queue.messages.popleft()
        if self.read_paused and not queue.messages:
            self.read_paused = False
            self.transport.resume_reading()
        return message

    def pause_writing(self) -> None:
        super().pause_writing()
        self.on_backpressure(True)

    def resume_writing(self) -> None:
        super().resume_writing()
        self.on_backpressure(False)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.on_backpressure = _ignore

    def data_received(self, data: bytes) -> None:
        if self._delegates:
            super().data_received(data)
        elif self.handshake_complete:
            self._parse(self._unparsed + data if self._unparsed else data)
        else:
            # A client that sends before the answer to the handshake may have sent half a frame.
            early = self.handshake_initiated
            super().data_received(data)
            self._delegates = early or (self.handshake_initiated and not data.endswith(b"\r\n\r\n"))

    def _parse(self, data: bytes) -> None:
        """Handle the whole frames at the front of `data`, and keep the rest."""
        at, size = 0, len(data)
        while size - at >= 6:  # the shortest frame of a client: two bytes and a mask
            kind, length, start = data[at], data[at + 1], at + 6
            if length < MASKED or length == MASKED | EIGHT_BYTES:
                break  # not masked, or longer than we take: the library knows what to say
            length &= LENGTH
            if length == TWO_BYTES:
                length, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 8
            end = start + length
            if end > size:
                self._unparsed = data[at:]
                return
            if (
                kind != WHOLE_TEXT
                or self._in_fragments
                or not self._enqueue_text(data[start:end], data[start - 4 : start])
            ):
                if not kind & CONTROL:
                    self._in_fragments = not kind & FINAL
                super().data_received(data[at:end])
            at = end
        self._unparsed = data[at:]
        if len(self._unparsed) >= 6:
            self._delegates, self._unparsed = True, b""
            super().data_received(data[at:])

    def _enqueue_text(self, payload: bytes, mask: bytes) -> bool:
        """Hand a message on. Return False where it is no text, or too long."""
        if len(payload) > self.config.ws_max_size:
            return False
        try:
            text = apply_mask(payload, mask).decode()
        except UnicodeDecodeError:
            return False
        if not self.close_sent:
            self.queue.put_nowait({"type": "websocket.receive", "text": text})
            if len(self.queue.messages) > MAX_QUEUED_MESSAGES and not self.read_paused:
                self.read_paused = True
                self.transport.pause_reading()
        return True
