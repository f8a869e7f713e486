"""What is measured. Each scene answers numbers; __main__ interleaves their rounds."""

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from .district import MEMBERS, People
from .load import Line, Measured, Tally, connect, frame, join, measured, relay
from .parties import OURS, Party

BODY = "这周的家庭作业是和孩子一起量一量家里的桌子，看看谁估得最准。" * 4  # some 300 bytes
AT_A_TIME = 100
WARM = 200
RETURN_HEAD = 20


@dataclass
class Crowd:
    """All lines of one party, joined to their rooms."""

    party: Party
    tally: Tally = field(default_factory=Tally)
    lines: list[Line] = field(default_factory=list)
    idle_kb: float = 0.0

    async def gather(self, people: People, rooms: list[str]) -> None:
        """Open every line, weigh the process, join the rooms."""
        before = 0
        for start in range(0, len(people.cookies), AT_A_TIME):
            some = people.cookies[start : start + AT_A_TIME]
            if start == WARM:
                before = self.party.memory()
            self.lines += await asyncio.gather(
                *(connect(self.party.port, self.party.dialect, self.tally, cookie) for cookie in some)
            )
        await asyncio.sleep(0.5)
        # The first sockets also bring in code, threads and connections: those after them are weighed.
        self.idle_kb = (self.party.memory() - before) / (len(self.lines) - WARM) / 1024
        members = len(self.lines) // len(rooms)
        for start in range(0, len(self.lines), AT_A_TIME):
            some = range(start, min(start + AT_A_TIME, len(self.lines)))
            await asyncio.gather(*(join(self.lines[number], rooms[number // members]) for number in some))

    async def round(self, rooms: list[str], messages: int, window: int, *, each: bool = False) -> Measured:
        """One round of saying things; counted in deliveries, or in sends with `each`."""
        work = relay(self.lines, rooms, self.tally, messages=messages, window=window, body=BODY)
        return await measured(self.party.pid, work, messages if each else None)

    async def leave(self) -> None:
        for line in self.lines:
            line.transport.abort()
        await asyncio.sleep(0.2)


class Sender:
    """A client that sends messages to its conversation, one at a time, each acknowledged after the commit."""

    def __init__(self, line: Line, conversation: UUID, body: str = BODY):
        self.line, self.conversation, self.body = line, str(conversation), body
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
        self.line.send(frame("message.send", conversation=self.conversation, client_id=str(uuid4()), body=self.body))

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


async def senders(party: Party, people: People, rooms: int) -> tuple[Tally, list[Sender]]:
    """The members of the first `rooms` conversations, each watching theirs."""
    tally, found = Tally(), []
    for number in range(rooms * MEMBERS):
        conversation = people.conversations[number // MEMBERS]
        line = await connect(party.port, OURS, tally, people.cookies[number])
        line.heard = lambda payload: None
        await asked(line, "topic.join", topic=f"conversation:{conversation}")
        found.append(Sender(line, conversation))
    return tally, found


async def send_all(party: Party, who: list[Sender], each: int) -> Measured:
    async def work() -> int:
        await asyncio.wait_for(asyncio.gather(*(one.start(each) for one in who)), 120)
        return each * len(who)

    return await measured(party.pid, work())


_numbers = itertools.count(1)


async def asked(line: Line, do: str, **given) -> bytes:
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


@dataclass
class Return:
    """A thousand sockets that come back at once."""

    seconds: float
    failed: int
    cpu_ms: float


async def come_back(party: Party, people: People) -> Return:
    """Everybody connects at the same moment and joins their conversation; one in five has missed three messages."""
    tally, failed = Tally(), 0

    async def one(number: int) -> Line | None:
        nonlocal failed
        try:
            line = await connect(party.port, OURS, tally, people.cookies[number])
            topic = f"conversation:{people.conversations[number // MEMBERS]}"
            await asked(line, "topic.join", topic=topic, since=RETURN_HEAD - (0 if number % 5 else 3))
        except (OSError, RuntimeError, TimeoutError):
            failed += 1
            return None
        return line

    lines: list[Line | None] = []

    async def work() -> int:
        lines.extend(await asyncio.gather(*(one(number) for number in range(len(people.cookies)))))
        return len(people.cookies)

    cost = await measured(party.pid, work())
    for line in lines:
        if line is not None:
            line.transport.abort()
    await asyncio.sleep(0.3)
    return Return(cost.seconds, failed, cost.cpu / 1000)


async def compare(party: Party, people: People, rooms: dict[UUID, int], rounds: int) -> tuple[dict, dict]:
    """Milliseconds of sends and of joins, in turn, in conversations of different sizes."""
    tally = Tally()
    sends: dict[UUID, list[float]] = {key: [] for key in rooms}
    joins: dict[UUID, list[float]] = {key: [] for key in rooms}
    lines = {key: await connect(party.port, OURS, tally, people.cookies[at * MEMBERS]) for key, at in rooms.items()}
    for _ in range(rounds * 15):
        for key, line in lines.items():
            begun = time.perf_counter()
            await asked(line, "message.send", conversation=str(key), client_id=str(uuid4()), body=BODY)
            sends[key].append((time.perf_counter() - begun) * 1000)
            head = int(
                (await asked(line, "topic.sync", topic=f"conversation:{key}")).split(b'"version":')[1].split(b",")[0]
            )
            begun = time.perf_counter()
            await asked(line, "topic.sync", topic=f"conversation:{key}", since=head - 50)
            joins[key].append((time.perf_counter() - begun) * 1000)
    return sends, joins
