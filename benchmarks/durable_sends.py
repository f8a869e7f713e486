"""Durable sends: a hundred senders over twenty conversations, and one alone, beside pgbench."""

import asyncio
from statistics import median

from . import compared_servers
from .benchmark_run import PORT, Bench
from .chat_client import send_all, senders
from .load_client import BODY
from .pgbench import Pgbench
from .report import Table, Targets, spread
from .sample_district import MEMBERS

ROOMS = 20


def measure(bench: Bench) -> list[Table]:
    from cocare.people.models import Person

    rooms, author = bench.people.conversations[:ROOMS], Person.objects.first().pk
    pgbench = Pgbench(bench.processes.postgres, bench.processes.folder, rooms, author, BODY)
    server = compared_servers.ours(PORT).start()
    try:
        found = asyncio.run(rounds(bench, server, pgbench))
    finally:
        server.end()
    bench.log("durable sends: done")
    check(bench.targets, *found)
    return tables(*found)


async def rounds(
    bench: Bench, server: compared_servers.ComparedServer, pgbench: Pgbench
) -> tuple[list, list, list, list]:
    """Of each round: the crowd's cost, pgbench's rate, the lone sender's milliseconds, pgbench's."""
    many = await senders(server, bench.people, range(ROOMS * MEMBERS))
    seconds, each, alone = (2, 15, 30) if bench.quick else (4, 40, 60)
    found = []
    for number in range(bench.rounds + 1):
        crowd = await send_all(server, many, each)
        rate, _ = await asyncio.to_thread(pgbench.run, len(many), seconds)
        await send_all(server, many[:1], alone)
        wait = median(many[0].waits) * 1000
        _, latency = await asyncio.to_thread(pgbench.run, 1, seconds / 2)
        if number:  # the first round only warms up
            found.append((crowd, rate, wait, latency))
    crowds, rates, waits, latencies = map(list, zip(*found, strict=True))
    return crowds, rates, waits, latencies


def ratios(crowds: list, rates: list[float]) -> list[float]:
    """Round by round, so that what slows a round down slows both."""
    return [crowd.rate / rate for crowd, rate in zip(crowds, rates, strict=True)]


def check(targets: Targets, crowds: list, rates: list, waits: list, latencies: list) -> None:
    times, cpu = median(ratios(crowds, rates)), median(one.cpu for one in crowds)
    targets.check("durable send, 100 senders", "≥ 2 × pgbench", times, 2, at_least=True, unit=" ×")
    targets.check("the same, CPU a send with access check and audit", "≤ 250 µs", cpu, 250, unit=" µs")
    limit = 1.3 * median(latencies) + 2
    targets.check("lone sender", f"≤ 1.3 × pgbench + 2 ms = {limit:.2f} ms", median(waits), limit, unit=" ms")


def tables(crowds: list, rates: list, waits: list, latencies: list) -> list[Table]:
    many = Table(
        "Durable sends, 100 senders over 20 conversations",
        *("", "a second", "× pgbench", "CPU µs a send", "load busy"),
    )
    busy = f"{median(one.busy() for one in crowds):.0%}"
    speed, cpu = spread([one.rate for one in crowds], 0), spread([one.cpu for one in crowds], 0)
    many.add("CoCare", speed, spread(ratios(crowds, rates), 2), cpu, busy)
    many.add("pgbench, the same four statements", spread(rates, 0), "1", "", "")
    single = Table("A lone sender", "", "ms")
    single.add("CoCare, acknowledged after", spread(waits, 2))
    single.add("pgbench, one transaction", spread(latencies, 2))
    return [many, single]
