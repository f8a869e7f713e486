"""Sends and joins in a conversation of 10⁴ and of 10⁶ messages: whether it gets slower as it grows."""

import asyncio
import json
import time
from statistics import median
from uuid import UUID, uuid4

from . import compared_servers, sample_district
from .benchmark_run import PORT, Bench
from .chat_client import joined_connection, request
from .compared_servers import ComparedServer
from .load_client import BODY
from .report import Table, spread
from .sample_district import MEMBERS

SMALL, LARGE = 10_000, 1_000_000
AT = {100: SMALL, 101: LARGE}  # which conversations grow
EACH = 15
BACK = 50
Times = dict[int, list[float]]


def measure(bench: Bench) -> list[Table]:
    rooms = {rows: number for number, rows in AT.items()}
    for rows, number in rooms.items():
        sample_district.fill_conversations([bench.people.conversations[number]], rows)
    bench.log("a million messages are there")
    server = compared_servers.ours(PORT).start()
    try:
        sends, joins = asyncio.run(rounds(bench, server, rooms))
    finally:
        server.end()
    table = Table("Growth: 10⁴ and 10⁶ messages in a conversation", "", "10⁴", "10⁶", "ratio")
    for name, found in (("send, ms", sends), (f"join and {BACK} changes, ms", joins)):
        ratio = median(found[LARGE]) / median(found[SMALL])
        table.add(name, spread(found[SMALL], 2), spread(found[LARGE], 2), f"{ratio:.2f}")
        bench.targets.check(f"growth: {name.split(',')[0]}", "≤ 1.15 ×", ratio, 1.15, unit=" ×")
    return [table]


async def rounds(bench: Bench, server: ComparedServer, rooms: dict[int, int]) -> tuple[Times, Times]:
    """Each round's median milliseconds of a send and of a join; the two sizes in turn, one by one."""
    sends: Times = {rows: [] for rows in rooms}
    joins: Times = {rows: [] for rows in rooms}
    lines = {rows: await joined_connection(server, bench.people, number * MEMBERS) for rows, number in rooms.items()}
    for number in range(bench.rounds + 1):
        found: dict[int, list[tuple[float, float]]] = {rows: [] for rows in rooms}
        for _ in range(EACH):
            for rows, line in lines.items():
                found[rows].append(await one(line, bench.people.conversations[rooms[rows]]))
        for rows, times in found.items() if number else ():  # the first round only warms up
            sends[rows].append(median(send for send, _ in times))
            joins[rows].append(median(join for _, join in times))
    return sends, joins


async def one(line, conversation: UUID) -> tuple[float, float]:
    """Milliseconds of one send, and of one answer to who has missed the last changes."""
    topic, begun = f"conversation:{conversation}", time.perf_counter()
    await request(line, "message.send", conversation=str(conversation), client_id=str(uuid4()), body=BODY)
    sent = time.perf_counter()
    version = json.loads(await request(line, "topic.sync", topic=topic))["ok"]["version"]
    asking = time.perf_counter()
    await request(line, "topic.sync", topic=topic, since=version - BACK)
    return (sent - begun) * 1000, (time.perf_counter() - asking) * 1000
