"""Relaying: the hub and its peers, one large room and two hundred small ones."""

import asyncio
from collections import defaultdict
from statistics import median
from uuid import uuid4

from . import compared_servers
from .benchmark_run import PORT, Bench
from .client_pool import ClientPool
from .compared_servers import CORE, NODE_WS, OUR_NAME, PUBSUB, SOCKET_IO, ComparedServer
from .cpu_cost import Measured
from .report import Table, Targets, spread

SLOWER = 10  # of the slow parties a tenth of the messages tells enough
# Messages in flight, and how many in a round.
LARGE, SMALL = ((1, 40), (4, 120), (16, 160)), ((16, 2000),)
Results = dict[tuple[str, int], list[Measured]]


def measure(bench: Bench) -> list[Table]:
    redis = str(bench.processes.redis.socket)
    makers = (
        compared_servers.ours,
        compared_servers.node_ws,
        compared_servers.socket_io,
        compared_servers.stock_core,
        compared_servers.stock_pubsub,
    )
    servers = [make(PORT + place, redis).start() for place, make in enumerate(makers)]
    bench.log("the peers are up")
    try:
        one = asyncio.run(one_room(bench, servers))
        many = asyncio.run(many_rooms(bench, servers))
    finally:
        for server in servers:
            server.end()
    return [*one, *many]


async def rounds(bench: Bench, servers: list[ComparedServer], rooms: int, windows) -> tuple[Results, dict[str, float]]:
    """Every party's rounds by messages in flight, in turn; and the KB of an idle socket."""
    names = [str(uuid4()) for _ in range(rooms)]
    crowds = [ClientPool(server) for server in servers]
    for crowd in crowds:
        await crowd.gather(bench.people, names)
        bench.log(f"{crowd.party.name}: {len(crowd.lines)} sockets")
    results: Results = defaultdict(list)
    for number in range(bench.rounds + 1):
        for crowd in crowds:
            slow = crowd.party.name in (CORE, PUBSUB)
            for window, messages in windows[:1] if slow else windows:
                count = max(2 * window, messages // (SLOWER if slow else 1)) // (2 if bench.quick else 1)
                found = await crowd.round(names, count, window, each=rooms > 1)
                if number:  # the first round only warms up
                    results[crowd.party.name, window].append(found)
    for crowd in crowds:
        await crowd.leave()
    return results, {crowd.party.name: crowd.idle_kb for crowd in crowds}


def ratios(results: Results, name: str, peer: str, window: int) -> list[float]:
    """Processor time of an operation beside a peer's, round by round: what slows a round down slows both."""
    pairs = zip(results[name, window], results[peer, window], strict=True)
    return [one.cpu / other.cpu for one, other in pairs]


async def one_room(bench: Bench, servers: list[ComparedServer]) -> list[Table]:
    results, idle = await rounds(bench, servers, 1, LARGE)
    bench.log("one room of 1,000: done")
    check_one_room(bench.targets, results, idle)
    weights = Table("An idle socket", "party", "KB")
    for name, kilobytes in idle.items():
        weights.add(name, f"{kilobytes:.1f}")
    titles = {window: f"One room, 1,000 sockets, {window} in flight" for window, _ in LARGE}
    costs = [table(title, results, window, "delivery", "deliveries") for window, title in titles.items()]
    return [*costs, weights]


def check_one_room(targets: Targets, results: Results, idle: dict[str, float]) -> None:
    ratio = {window: median(ratios(results, OUR_NAME, NODE_WS, window)) for window, _ in LARGE}
    targets.check("fan-out, one in flight, CPU a delivery", "≤ 1.0 × Node ws", ratio[1], 1.0, unit=" ×")
    for name in (CORE, PUBSUB):
        cheaper = median(ratios(results, name, OUR_NAME, 1))
        targets.check(f"the same, against {name}", "≥ 25 × cheaper", cheaper, 25, at_least=True, unit=" ×")
    for window in (4, 16):
        targets.check(f"fan-out, {window} in flight", "≤ 0.4 × Node ws", ratio[window], 0.4, unit=" ×")
    targets.check("idle socket", "≤ 24 KB", idle[OUR_NAME], 24, unit=" KB")


async def many_rooms(bench: Bench, servers: list[ComparedServer]) -> list[Table]:
    results, _ = await rounds(bench, servers, 200, SMALL)
    bench.log("200 rooms of 5: done")
    window = SMALL[0][0]
    node, io = (median(ratios(results, OUR_NAME, peer, window)) for peer in (NODE_WS, SOCKET_IO))
    bench.targets.check("200 rooms of 5, CPU a send", "≤ 1.0 × Node ws", node, 1.0, unit=" ×")
    bench.targets.check("the same, against Socket.IO", "≤ 0.65 ×", io, 0.65, unit=" ×")
    return [table("200 rooms of 5 sockets", results, window, "send (1 publish, 5 deliveries)", "sends", digits=1)]


def table(title: str, results: Results, window: int, one: str, many: str, digits: int = 2) -> Table:
    made = Table(title, "party", f"CPU µs a {one}", "× Node ws", f"{many} a second", "load busy")
    for (name, at), found in results.items():
        if at == window:
            made.add(
                name,
                spread([one.cpu for one in found], digits),
                spread(ratios(results, name, NODE_WS, at), 2),
                spread([one.rate for one in found], 0),
                f"{median(one.busy() for one in found):.0%}",
            )
    return made
