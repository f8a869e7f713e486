"""The load: clients as cheap as they can be, so that the servers are what is measured.

They parse frame headers and nothing else. `busy()` says how much of its processor the load itself used; above 90 %
the throughput of a row is the load's, not the server's. The processor time a server spends is true all the same.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field

BODY = "这周的家庭作业是和孩子一起量一量家里的桌子，看看谁估得最准。" * 4  # some 300 bytes
TEXT, CLOSE, PING = 1, 8, 9
LONG, LONGER = 126, 127


def masked(payload: bytes, opcode: int = TEXT) -> bytes:
    """A client's frame. The mask is four zeros: legal, and costs the load nothing."""
    size = len(payload)
    if size < LONG:
        head = bytes((0x80 | opcode, 0x80 | size))
    else:
        head = bytes((0x80 | opcode, 0x80 | LONG)) + size.to_bytes(2, "big")
    return head + b"\0\0\0\0" + payload


@dataclass
class Dialect:
    """How one server is spoken to: what opens a line, joins a room, says something, and what a delivery begins with."""

    path: str
    delivery: bytes
    join: Callable[[str], str]
    say: Callable[[str, str], str]
    joined: bytes
    greeting: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class DeliveryCounter:
    """Counts deliveries of all lines and keeps a number of messages in flight."""

    def __init__(self) -> None:
        self.deliveries = 0
        self.next_at = 1 << 62
        self.step: Callable[[], None] = lambda: None


class Connection(asyncio.Protocol):
    """One client."""

    def __init__(self, dialect: Dialect, counter: DeliveryCounter, cookie: str = ""):
        self.dialect, self.counter, self.cookie = dialect, counter, cookie
        self.rest = b""
        self.open = False
        self.closed = False
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.heard: Callable[[bytes], None] = lambda payload: None

    def connection_made(self, transport) -> None:
        self.transport = transport
        host = "{}:{}".format(*transport.get_extra_info("peername")[:2])
        headers = {"Host": host, "Origin": f"http://{host}", **self.dialect.headers}
        if self.cookie:
            headers["Cookie"] = f"sessionid={self.cookie}"
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        transport.write(
            f"GET {self.dialect.path} HTTP/1.1\r\n{lines}Upgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )

    def connection_lost(self, exc) -> None:
        self.closed = True
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("refused"))

    def send(self, text: str) -> None:
        self.transport.write(masked(text.encode()))

    def data_received(self, data: bytes) -> None:
        data = self.rest + data if self.rest else data
        if not self.open:
            data = self._shake(data)
        at, size, found, delivery = 0, len(data), 0, self.dialect.delivery
        while size - at >= 2:
            length, start = data[at + 1], at + 2
            if length == LONG:
                length, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif length == LONGER:
                length, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if start + length > size:
                break
            if data.startswith(delivery, start):
                found += 1
            else:
                self._other(data[at] & 15, data[start : start + length])
            at = start + length
        self.rest = data[at:]
        if found:
            counter = self.counter
            counter.deliveries += found
            if counter.deliveries >= counter.next_at:
                counter.step()

    def _shake(self, data: bytes) -> bytes:
        head, end, rest = data.partition(b"\r\n\r\n")
        if not end:
            return data
        self.open = b" 101 " in head.split(b"\r\n", 1)[0]
        if self.open:
            if self.dialect.greeting:
                self.send(self.dialect.greeting)
            self.ready.set_result(None)
        else:
            self.ready.set_exception(ConnectionError(head[:40].decode()))
            self.transport.close()
        return rest

    def _other(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self.transport.write(masked(payload, 10))
        elif opcode == CLOSE:
            self.closed = True
        elif payload == b"2":  # engine.io's ping
            self.send("3")
        else:
            self.heard(payload)


async def connect(port: int, dialect: Dialect, counter: DeliveryCounter, cookie: str = "") -> Connection:
    loop = asyncio.get_running_loop()
    _, line = await loop.create_connection(lambda: Connection(dialect, counter, cookie), "127.0.0.1", port)
    await line.ready
    return line


async def join(line: Connection, room: str) -> None:
    """Join a room and await that the server says so."""
    done = asyncio.get_running_loop().create_future()

    def heard(payload: bytes) -> None:
        if payload.startswith(line.dialect.joined) and not done.done():
            done.set_result(payload)

    line.heard = heard
    line.send(line.dialect.join(room))
    answer = await asyncio.wait_for(done, 60)
    line.heard = lambda payload: None
    if b'"error"' in answer:
        raise ConnectionError(answer.decode())


async def relay(
    lines: list[Connection], rooms: list[str], counter: DeliveryCounter, *, messages: int, window: int, body: str
) -> int:
    """Have the members of the rooms say things in turn, `window` messages in flight. Answers the deliveries."""
    members = len(lines) // len(rooms)
    done = asyncio.get_running_loop().create_future()
    sent = 0
    base = counter.deliveries

    def step() -> None:
        nonlocal sent
        arrived = (counter.deliveries - base) // members
        while sent < messages and sent - arrived < window:
            number = sent % len(rooms)
            who = lines[number * members + sent // len(rooms) % members]
            who.send(who.dialect.say(rooms[number], body))
            sent += 1
        if sent < messages:
            counter.next_at = base + (sent - window + 1) * members
        else:
            counter.next_at = base + messages * members
            if counter.deliveries >= counter.next_at and not done.done():
                done.set_result(None)

    counter.step = step
    step()
    await asyncio.wait_for(done, 120)
    counter.next_at = 1 << 62
    return messages * members


def frame(do: str, number: str = "1", **given) -> str:
    return json.dumps({"id": number, "do": do, "in": given}, separators=(",", ":"))
