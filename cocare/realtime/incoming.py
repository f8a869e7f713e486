"""What a socket hears, from bytes to text: uvicorn's WebSocket protocol with a short way for nearly every frame.

Nearly every frame is one whole text message. Through the library it costs more than all that is then done with it;
here it is unmasked and handed on. Every other frame (part of a message, ping, close, anything wrong) goes to the
library, which is always given whole frames and so always stands between two of them.
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
MOST_WAITING = 8
"""Messages that wait for the application; then the socket is not read until they are taken."""


def _nobody(behind: bool) -> None:
    pass


class Mailbox:
    """What came and was not taken yet: as much of an asyncio.Queue as one reader needs, at a quarter of its size."""

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


class Incoming(WebSocketsSansIOProtocol):
    """One line. `ws=Incoming` in uvicorn's configuration."""

    def __init__(self, *given: Any, **more: Any):
        super().__init__(*given, **more)
        self.queue: Mailbox = Mailbox()  # type: ignore[assignment]  # its likeness
        self.press: Callable[[bool], None] = _nobody
        """Told when the other side takes less than it is sent, and when it has taken that."""
        self._rest = b""
        self._partial = False  # within a message of several frames
        self._by_library = False  # for good: bytes were given to it that may end within a frame

    async def receive(self) -> Any:
        mail = self.queue
        while not mail.messages:
            mail.reader = self.loop.create_future()
            await mail.reader
        message = mail.messages.popleft()
        if self.read_paused and not mail.messages:
            self.read_paused = False
            self.transport.resume_reading()
        return message

    def pause_writing(self) -> None:
        super().pause_writing()
        self.press(True)

    def resume_writing(self) -> None:
        super().resume_writing()
        self.press(False)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.press = _nobody

    def data_received(self, data: bytes) -> None:
        if self._by_library:
            super().data_received(data)
        elif self.handshake_complete:
            self._frames(self._rest + data if self._rest else data)
        else:
            # Who speaks before the answer to the handshake may have said half a frame.
            early = self.handshake_initiated
            super().data_received(data)
            self._by_library = early or (self.handshake_initiated and not data.endswith(b"\r\n\r\n"))

    def _frames(self, data: bytes) -> None:
        """Take the whole frames off the front of `data`, and keep the rest."""
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
                self._rest = data[at:]
                return
            if kind != WHOLE_TEXT or self._partial or not self._take(data[start:end], data[start - 4 : start]):
                if not kind & CONTROL:
                    self._partial = not kind & FINAL
                super().data_received(data[at:end])
            at = end
        self._rest = data[at:]
        if len(self._rest) >= 6:
            self._by_library, self._rest = True, b""
            super().data_received(data[at:])

    def _take(self, payload: bytes, mask: bytes) -> bool:
        """Hand a message on; False where it is no text, or too much."""
        if len(payload) > self.config.ws_max_size:
            return False
        try:
            text = apply_mask(payload, mask).decode()
        except UnicodeDecodeError:
            return False
        if not self.close_sent:
            self.queue.put_nowait({"type": "websocket.receive", "text": text})
            if len(self.queue.messages) > MOST_WAITING and not self.read_paused:
                self.read_paused = True
                self.transport.pause_reading()
        return True
