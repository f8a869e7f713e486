"""A thousand sockets that come back at once."""

import asyncio
from dataclasses import dataclass
from statistics import median

from . import compared_servers, sample_district
from .benchmark_run import PORT, Bench
from .chat_client import request
from .compared_servers import OURS, ComparedServer
from .cpu_cost import measured
from .load_client import Connection, DeliveryCounter, connect
from .report import Table, spread
from .sample_district import MEMBERS, People

HEAD = 20  # messages in each conversation
MISSED = 3


@dataclass
class Return:
    seconds: float
    failed: int
    cpu_ms: float


def measure(bench: Bench) -> list[Table]:
    sample_district.fill_conversations(bench.people.conversations[20:], HEAD)
    server = compared_servers.ours(PORT).start()
    try:
        found = [asyncio.run(come_back(server, bench.people)) for _ in range(2 if bench.quick else 6)]
    finally:
        server.end()
    cold, *warm = found
    failed, cpu, seconds = sum(one.failed for one in found), [one.cpu_ms for one in warm], [one.seconds for one in warm]
    table = Table("1,000 sockets come back at once", "", "measured")
    table.add("failed handshakes", failed)
    table.add("CPU ms a socket, handshake, join and catching up", spread(cpu, 2))
    table.add("seconds until all have caught up", spread(seconds, 2))
    table.add("the very first time, a cold process: seconds", f"{cold.seconds:.2f}")
    bench.targets.check("1,000 come back: failed handshakes", "0", failed, 0)
    bench.targets.check("the same, CPU each", "≤ 0.6 ms", median(cpu), 0.6, unit=" ms")
    bench.targets.check("the same, all caught up", "≤ 3 s", median(seconds), 3, unit=" s")
    bench.log("coming back: done")
    return [table]


async def come_back(party: ComparedServer, people: People) -> Return:
    """Everybody connects at the same moment and joins their conversation; one in five has missed three messages."""
    counter, failed = DeliveryCounter(), 0

    async def one(number: int) -> Connection | None:
        nonlocal failed
        try:
            line = await connect(party.port, OURS, counter, people.cookies[number])
            topic = f"conversation:{people.conversations[number // MEMBERS]}"
            await request(line, "topic.join", topic=topic, since=HEAD - (0 if number % 5 else MISSED))
        except (OSError, RuntimeError, TimeoutError):
            failed += 1
            return None
        return line

    lines: list[Connection | None] = []

    async def work() -> int:
        lines.extend(await asyncio.gather(*(one(number) for number in range(len(people.cookies)))))
        return len(people.cookies)

    cost = await measured([party.pid], work())
    for line in lines:
        if line is not None:
            line.transport.abort()
    await asyncio.sleep(0.3)
    return Return(cost.seconds, failed, cost.cpu / 1000)
