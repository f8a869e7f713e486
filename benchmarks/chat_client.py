"""Clients of ours that send, ask and hear."""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterable
from uuid import UUID, uuid4

from .compared_servers import OURS, ComparedServer
from .cpu_cost import Measured, measured
from .load_client import BODY, Connection, DeliveryCounter, Dialect, connect, frame
from .sample_district import MEMBERS, People


class Sender:
    """A client that sends messages to its conversation, one at a time, each acknowledged after the commit."""

    def __init__(self, line: Connection, conversation: UUID, body: str = BODY):
        self.line, self.conversation, self.body = line, str(conversation), body
        self.mark: Callable[[], str] = str  # what comes before the body
        self.waits: list[float] = []
        self.left = 0
        self.done: asyncio.Future[None] | None = None
        line.heard = self.answered

    def start(self, messages: int) -> asyncio.Future[None]:
        self.left, self.waits = messages, []
        self.done = asyncio.get_running_loop().create_future()
        self.say()
        return self.done

    def say(self) -> None:
        self.at = time.perf_counter()
        self.line.send(
            frame("message.send", conversation=self.conversation, client_id=str(uuid4()), body=self.mark() + self.body)
        )

    def answered(self, payload: bytes) -> None:
        if not payload.startswith(b'{"re"'):
            return
        if b'"ok"' not in payload[:20]:
            self.done.set_exception(RuntimeError(payload[:300].decode()))
            return
        self.waits.append(time.perf_counter() - self.at)
        self.left -= 1
        if self.left:
            self.say()
        elif not self.done.done():
            self.done.set_result(None)


async def joined_connection(party: ComparedServer, people: People, number: int, dialect: Dialect = OURS) -> Connection:
    """The line of one of the people, watching their conversation."""
    line = await connect(party.port, dialect, DeliveryCounter(), people.cookies[number])
    await request(line, "topic.join", topic=f"conversation:{people.conversations[number // MEMBERS]}")
    return line


async def senders(party: ComparedServer, people: People, numbers: Iterable[int]) -> list[Sender]:
    """Those of the people, each watching their conversation and ready to write there."""
    return [
        Sender(await joined_connection(party, people, number), people.conversations[number // MEMBERS])
        for number in numbers
    ]


async def send_all(party: ComparedServer, who: list[Sender], each: int) -> Measured:
    async def work() -> int:
        await asyncio.wait_for(asyncio.gather(*(one.start(each) for one in who)), 120)
        return each * len(who)

    return await measured([party.pid], work())


_numbers = itertools.count(1)


async def request(line: Connection, do: str, **given) -> bytes:
    """The answer to one request."""
    number = f"q{next(_numbers)}"
    done = asyncio.get_running_loop().create_future()
    mark = f'{{"re":"{number}"'.encode()
    kept = line.heard

    def heard(payload: bytes) -> None:
        if payload.startswith(mark):
            done.set_result(payload)
        else:
            kept(payload)

    line.heard = heard
    line.send(frame(do, number, **given))
    answer = await asyncio.wait_for(done, 60)
    line.heard = kept
    if b'"ok"' not in answer[:24]:
        raise RuntimeError(answer[:300].decode())
    return answer
