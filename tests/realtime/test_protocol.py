"""Our short way for text frames beside the library's long one: whatever a client sends, both make the same of it.

The library is given one whole frame at a time, ours whatever pieces a network makes. (Given several frames at once,
of which one is wrong, the library forgets the messages before it.)
"""

import asyncio
from random import Random

import pytest
import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.speedups import apply_mask

from cocare.realtime.protocol import MAX_QUEUED_MESSAGES, FastWebSocketProtocol

MOST_BYTES = 60_000
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: school.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
WHOLE, TEXT, BINARY, CLOSE, PING, PONG = 0x80, 0x1, 0x2, 0x8, 0x9, 0xA
MASK = b"\x0f\xf0\x55\xaa"


def frame(kind, payload, final=True, masked=True):
    """A frame as RFC 6455, 5.2, has it."""
    size = len(payload)
    if size < 126:
        length, more = size, b""
    elif size < 65_536:
        length, more = 126, size.to_bytes(2, "big")
    else:
        length, more = 127, size.to_bytes(8, "big")
    head = bytes([WHOLE * final | kind, 0x80 * masked | length]) + more
    return head + MASK + apply_mask(payload, MASK) if masked else head + payload


def text(words, **how):
    return frame(TEXT, words.encode(), **how)


class Line(asyncio.Transport):
    """The server's end of a line, which keeps what is written to it."""

    def __init__(self):
        super().__init__()
        self.written, self.closed, self.reading = b"", False, True

    def write(self, data):
        self.written += data

    def close(self):
        self.closed = True

    abort = close

    def is_closing(self):
        return self.closed

    def pause_reading(self):
        self.reading = False

    def resume_reading(self):
        self.reading = True


async def heard(protocol, chunks, reader=True):
    """What the application receives and what the client is answered when it sends these chunks after its handshake."""
    received = []

    async def app(scope, receive, send):
        while True:
            message = await receive()
            received.append(message)
            if message["type"] == "websocket.disconnect":
                return
            if message["type"] == "websocket.connect":
                await send({"type": "websocket.accept"})
            if not reader:
                await asyncio.Event().wait()

    config = uvicorn.Config(app, ws_max_size=MOST_BYTES, ws_per_message_deflate=False, ws_ping_interval=None)
    config.load()
    state, line = ServerState(), Line()
    server = protocol(config, state, {}, asyncio.get_running_loop())
    server.connection_made(line)
    for chunk in chunks:
        server.data_received(chunk)
        await settle()
    reading = line.reading
    server.connection_lost(None)
    await settle()
    for task in state.tasks:
        task.cancel()
    await settle()
    return received, line.written.partition(b"\r\n\r\n")[2], reading


async def settle():
    for _ in range(5):
        await asyncio.sleep(0)


def both(frames, pieces=None):
    """Received and answered, by both alike: the library hears the frames, ours the pieces of them."""

    async def compare():
        return await heard(FastWebSocketProtocol, pieces or frames), await heard(WebSocketsSansIOProtocol, frames)

    ours, theirs = asyncio.run(compare())
    assert ours[:2] == theirs[:2]
    return ours[:2]


def texts(received):
    return [message.get("text", message.get("bytes")) for message in received if message["type"] == "websocket.receive"]


def cut(stream, dice):
    """The stream in pieces of any size, as a network would have it."""
    pieces, at = [], 0
    while at < len(stream):
        size = dice.choice([1, 2, 5, 6, 7, 14, 200, 5_000, 80_000])
        pieces.append(stream[at : at + size])
        at += size
    return pieces


def anything(dice):
    """Some frames that belong together, as a client may send them, in a list."""
    words = "".join(dice.choice(["您好，", "homework ", "é", "🙂"]) for _ in range(dice.choice([0, 1, 9, 40, 4_000])))
    raw = words.encode()
    middle = dice.randint(0, len(raw))  # also within a character
    return dice.choice(
        [
            [text(words)],
            [text(words), text(""), text(words[:3])],
            [frame(TEXT, raw[:middle], final=False), frame(0, raw[middle:])],
            [frame(TEXT, raw[:middle], final=False), frame(PING, b"there?"), frame(0, raw[middle:])],
            [frame(BINARY, raw)],
            [frame(PING, words[:20].encode())],
            [frame(PONG, b"unasked")],
        ]
    )


def wrong(dice):
    """What no client may send; after it the line is closed, whatever follows."""
    return dice.choice(
        [
            text("not masked", masked=False),
            frame(TEXT, b"\xff\xfe"),
            frame(0, b"what goes on here?"),
            frame(TEXT, b"x" * (MOST_BYTES + 1)),
            frame(PING, b"x" * 126),
            frame(PING, b"in parts", final=False),
            frame(0x3, b"no such kind"),
            frame(TEXT | 0x40, b"a bit that means nothing here"),
            frame(CLOSE, (1001).to_bytes(2, "big") + b"gone"),
            frame(CLOSE, b"\x03"),
            frame(TEXT, b"x" * 66_000),
            frame(TEXT, b"begun", final=False) + text("begun again"),
            frame(TEXT, b"\xe6\x82", final=False) + frame(0, b"\xff"),
        ]
    )


@pytest.mark.parametrize("seed", range(60))
def test_both_hear_the_same(seed):
    dice = Random(seed)
    frames = [one for _ in range(dice.randint(1, 12)) for one in anything(dice)]
    if dice.random() < 0.6:
        frames.insert(dice.randint(0, len(frames)), wrong(dice))
    both([UPGRADE, *frames], [UPGRADE, *cut(b"".join(frames), dice)])


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (frame(TEXT, b"\xff\xfe"), 1007),
        (text("not masked", masked=False), 1002),
        (frame(TEXT, b"x" * (MOST_BYTES + 1)), 1009),
        (frame(0, b"what goes on here?"), 1002),
    ],
)
def test_what_is_wrong_ends_the_line_and_the_client_hears_why(sent, code):
    received, answered = both([UPGRADE, text("before"), sent, text("after")])
    assert texts(received) == ["before"]
    assert answered[0] == WHOLE | CLOSE
    assert int.from_bytes(answered[2:4], "big") == code


def test_whole_frames_of_one_chunk_arrive_in_their_order():
    words = [text(f"message {number}") for number in range(30)]
    received, _ = both([UPGRADE, *words], [UPGRADE, b"".join(words)])
    assert texts(received) == [f"message {number}" for number in range(30)]


def test_who_speaks_before_the_handshake_is_answered_is_understood():
    early = text("an early word") + text("and another")
    for at in (0, 1, 6, len(early) - 1, len(early)):
        pieces = [UPGRADE + early[:at], early[at:], text("later")]
        received, _ = both(pieces)
        assert texts(received) == ["an early word", "and another", "later"]


def test_a_handshake_in_pieces():
    received, _ = both([UPGRADE[:30], UPGRADE[30:-2], UPGRADE[-2:], text("here")])
    assert texts(received) == ["here"]


def test_a_socket_is_not_read_while_too_much_waits():
    words = [text(str(number)) for number in range(2 * MAX_QUEUED_MESSAGES)]
    _, _, reading = asyncio.run(heard(FastWebSocketProtocol, [UPGRADE, *words], reader=False))
    assert not reading
    _, _, reading = asyncio.run(heard(FastWebSocketProtocol, [UPGRADE, *words]))
    assert reading
