"""Two socket processes: sent at one, heard at the other through Redis, beside the same within one process."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median, quantiles

from . import compared_servers
from .benchmark_run import PORT, Bench
from .chat_client import Sender, joined_connection, senders
from .compared_servers import OURS, ComparedServer
from .cpu_cost import Measured
from .load_client import Connection
from .report import Table, spread
from .sample_district import MEMBERS

ROOMS = 20
# These listeners look into every frame.
ATTENTIVE = replace(OURS, delivery=b"\0")
# Between rounds. A socket may send 50 a second for ever (realtime/socket_limits.py); a fast machine would come near it.
RESPITE_SECONDS = 0.5


@dataclass
class Round:
    cost: Measured
    waits: list[float]
    """Milliseconds from each send to each hearing."""


def measure(bench: Bench) -> list[Table]:
    one, other = compared_servers.ours(PORT).start(), compared_servers.ours(PORT + 1).start()
    try:
        results = asyncio.run(rounds(bench, one, other))
    finally:
        one.end()
        other.end()
    bench.log("two processes: done")
    made = Table(
        "Two processes: durable sends, each heard by the four others of its room",
        *("", "CPU µs a send, all processes", "ms from send to hearing, median", "95 %"),
    )
    for name, found in results.items():
        made.add(
            name,
            spread([one.cost.cpu for one in found], 0),
            spread([median(one.waits) for one in found], 2),
            spread([quantiles(one.waits, n=20)[-1] for one in found], 2),
        )
    return [made]


async def rounds(bench: Bench, one: ComparedServer, other: ComparedServer) -> dict[str, list[Round]]:
    """One sender alone and one in each room, with the listeners in the same process and in the other, in turn."""
    authors = await senders(one, bench.people, range(0, ROOMS * MEMBERS, MEMBERS))
    results: dict[str, list[Round]] = defaultdict(list)
    for number in range(bench.rounds + 1):
        for where, there in (("within one process", one), ("from one to the other", other)):
            listeners = await listen(bench, there)
            alone = [authors[number % ROOMS]]
            for how, who, each in (("a lone sender", alone, 40), (f"{ROOMS} senders", authors, 30)):
                found = await talk(list({one.pid, other.pid} if there is other else {one.pid}), who, each, listeners)
                if number:
                    results[f"{how}, {where}"].append(found)
            for line in listeners:
                line.transport.abort()
            await asyncio.sleep(RESPITE_SECONDS)
    return results


async def listen(bench: Bench, there: ComparedServer) -> list[Connection]:
    others = [number for number in range(ROOMS * MEMBERS) if number % MEMBERS]
    return [await joined_connection(there, bench.people, number, ATTENTIVE) for number in others]


async def talk(processes: list[int], who: list[Sender], each: int, listeners: list[Connection]) -> Round:
    """Each says something as soon as the last was acknowledged; over when all of it is heard."""
    from .cpu_cost import measured

    begun: dict[bytes, float] = {}
    waits: list[float] = []
    heard_all = asyncio.get_running_loop().create_future()
    expected = len(who) * each * (MEMBERS - 1)

    def heard(payload: bytes) -> None:
        at = payload.find(b'"body":"#')
        if at < 0:
            return
        waits.append((time.perf_counter() - begun[payload[at + 8 : payload.index(b" ", at)]]) * 1000)
        if len(waits) == expected:
            heard_all.set_result(None)

    for line in listeners:
        line.heard = heard
    for number, sender in enumerate(who):
        sender.mark = marks(number, begun)

    async def work() -> int:
        await asyncio.wait_for(asyncio.gather(*(sender.start(each) for sender in who), heard_all), 120)
        return len(who) * each

    return Round(await measured(processes, work()), waits)


def marks(number: int, begun: dict[bytes, float]) -> Callable[[], str]:
    """Puts a number before each body, and remembers when that was."""
    count = 0

    def mark() -> str:
        nonlocal count
        count += 1
        made = f"#{number}.{count}"
        begun[made.encode()] = time.perf_counter()
        return f"{made} "

    return mark
