"""The work after a message: the job that tells its conversation's people, and the mark of each who has read it."""

import asyncio
import time
from statistics import median

from . import compared_servers, sample_district
from .benchmark_run import PORT, Bench
from .chat_client import joined_connection, request
from .cpu_cost import Measured, measured
from .load_client import Connection
from .report import Table, spread
from .sample_district import MEMBERS

ROOMS = range(120, 200)
HEAD = 40  # messages that are there before
READ_MICROSECONDS = 250  # as much as a durable send may cost


def measure(bench: Bench) -> list[Table]:
    server = compared_servers.ours(PORT).start()
    try:
        reads, tellings = asyncio.run(rounds(bench, server))
    finally:
        server.end()
    bench.log("what a message sets off: done")
    cpu = [one.cpu for one in reads]
    bench.targets.check("read marks, 400 at once, CPU each", "≤ 250 µs", median(cpu), READ_MICROSECONDS, unit=" µs")
    table = Table("What a message sets off", "", "CPU µs each", "a second")
    table.add("a read mark, of 400 at the same moment", spread(cpu, 0), spread([one.rate for one in reads], 0))
    costs, rates = [one.server / len(ROOMS) * 1e6 for one in tellings], [len(ROOMS) / one.seconds for one in tellings]
    table.add(f"a conversation of {MEMBERS} told by the job, of {len(ROOMS)}", spread(costs, 0), spread(rates, 0))
    return [table]


async def rounds(bench: Bench, server: compared_servers.ComparedServer) -> tuple[list[Measured], list[Measured]]:
    """Each round everybody has something new: first the job tells of it, then all of them read it."""
    rooms = [bench.people.conversations[number] for number in ROOMS]
    people = range(ROOMS[0] * MEMBERS, (ROOMS[-1] + 1) * MEMBERS)
    lines = [await joined_connection(server, bench.people, number) for number in people]
    reads, tellings = [], []
    for number in range(bench.rounds + 1):
        head = HEAD + number
        await asyncio.to_thread(sample_district.fill_conversations, rooms, head, told=False)
        telling = await asyncio.to_thread(tell)
        reading = await measured([server.pid], read(bench, lines, people, head))
        if number:  # the first round only warms up
            tellings.append(telling)
            reads.append(reading)
    return reads, tellings


def tell() -> Measured:
    """As the worker does it, in this process."""
    from cocare.channel.services import notifying

    begun, spent = time.perf_counter(), time.thread_time()
    told = notifying.notify_waiting()
    return Measured(told, time.perf_counter() - begun, time.thread_time() - spent, 0)


async def read(bench: Bench, lines: list[Connection], people: range, through: int) -> int:
    async def one(line: Connection, number: int) -> None:
        conversation = str(bench.people.conversations[number // MEMBERS])
        await request(line, "conversation.read", conversation=conversation, through=through)

    await asyncio.gather(*(one(line, number) for line, number in zip(lines, people, strict=True)))
    return len(lines)
