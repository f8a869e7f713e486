"""Measure what the program promises, against its peers.

make bench          under 8 minutes, writes docs/performance.md
make bench-quick    under 90 s, prints only
"""

import argparse
import asyncio
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from uuid import uuid4

LOAD_CORE = 1
PORT = 18700


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what the program promises.")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds, nothing written")
    parser.add_argument("--only", default="", help="one scene: relays, durable, returns or growth; nothing written")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {LOAD_CORE})
    # Ended from outside, it still stops what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    from cocare.embedded.postgres import Postgres
    from cocare.embedded.redis import Redis

    base = Path(tempfile.mkdtemp(prefix="cocare-bench-"))
    base.chmod(0o711)
    postgres, redis = Postgres(base / "postgres", durable=True), Redis(base / "redis")
    try:
        os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = postgres.start(), redis.start()
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        Bench(given.quick, given.only, postgres, str(redis.socket), base).run()
    finally:
        redis.stop()
        postgres.stop()
        shutil.rmtree(base, ignore_errors=True)


class Bench:
    def __init__(self, quick: bool, only: str, postgres, redis_socket: str, folder: Path):
        self.quick, self.only = quick, only
        self.postgres, self.redis_socket, self.folder = postgres, redis_socket, folder
        self.rounds = 2 if quick else 7
        self.begun = time.perf_counter()
        self.load = [os.getloadavg()[0]]

    def say(self, text: str) -> None:
        self.load.append(os.getloadavg()[0])
        print(f"[{time.perf_counter() - self.begun:5.0f} s] {text}", flush=True)

    def run(self) -> None:
        import django

        from . import parties, report

        parties.bring()
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        from . import district

        self.people = district.build()
        self.say("1,000 people are signed in")
        self.promises = report.Promises()
        parts = [self.promises.table]
        for scene in (self.relays, self.durable, self.returns, *(() if self.quick else (self.growth,))):
            if self.only in ("", scene.__name__):
                tables = scene()
                print("\n".join(map(str, tables)), flush=True)
                parts += tables
                self.write(parts)
        print(self.promises.table)

    def write(self, parts: list) -> None:
        """What is measured so far, on the page."""
        from . import report

        if not self.quick and not self.only:
            seconds = time.perf_counter() - self.begun
            report.PAGE.write_text(report.page("make bench", parts, seconds, self.load))

    # ---- relaying: the hub and its peers --------------------------------------------------------

    def relays(self) -> list:
        from . import parties

        servers = [
            parties.ours(PORT).start(),
            parties.node_ws(PORT + 1, self.redis_socket).start(),
            parties.socket_io(PORT + 2, self.redis_socket).start(),
            parties.stock(PORT + 3).start(),
        ]
        self.say("the peers are up")
        try:
            one = asyncio.run(self.crowds(servers, rooms=1))
            self.say("one room of 1,000: done")
            many = asyncio.run(self.crowds(servers, rooms=200))
            self.say("200 rooms of 5: done")
        finally:
            for server in servers:
                server.stop()
        return [*one, *many]

    async def crowds(self, servers: list, rooms: int) -> list:
        from .scenes import Crowd

        names = [str(uuid4()) for _ in range(rooms)]
        crowds = [Crowd(server) for server in servers]
        for crowd in crowds:
            await crowd.gather(self.people, names)
            self.say(f"{crowd.party.name}: {len(crowd.lines)} sockets")
        windows = ((1, 20), (4, 60), (16, 80)) if rooms == 1 else ((16, 800),)
        results = defaultdict(list)
        for number in range(self.rounds + 1):
            for crowd in crowds:
                slow = crowd.party.name == "stock Channels"  # so slow that a few messages tell enough
                for window, messages in windows[:1] if slow else windows:
                    count = max(2 * window, messages // (10 if slow else 1)) // (2 if self.quick else 1)
                    found = await crowd.round(names, count, window, each=rooms > 1)
                    if number:  # the first round only warms up
                        results[crowd.party.name, window].append(found)
        for crowd in crowds:
            await crowd.leave()
        return self.relay_tables(rooms, windows, results, {crowd.party.name: crowd.idle_kb for crowd in crowds})

    def relay_tables(self, rooms: int, windows, results: dict, idle: dict[str, float]) -> list:
        from .report import Table, spread

        ours, node = "CoCare", "Node ws + Redis"
        cpu = {key: [found.cpu for found in rounds] for key, rounds in results.items()}
        middle = {key: median(values) for key, values in cpu.items()}
        tables = []
        for window, _ in windows:
            what = "CPU µs a delivery" if rooms == 1 else "CPU µs a send (1 publish, 5 deliveries)"
            title = f"One room, 1,000 sockets, {window} in flight" if rooms == 1 else "200 rooms of 5 sockets"
            unit = "deliveries a second" if rooms == 1 else "sends a second"
            table = Table(title, "party", what, "× Node ws", unit, "load busy")
            for name, at in results:
                if at == window:
                    found = results[name, window]
                    table.add(
                        name,
                        spread(cpu[name, window], 2 if rooms == 1 else 1),
                        f"{middle[name, window] / middle[node, window]:.2f}",
                        spread([one.rate for one in found], 0),
                        f"{median(one.busy() for one in found):.0%}",
                    )
            tables.append(table)
        ratio = {at: middle[ours, at] / middle[node, at] for at, _ in windows}
        if rooms == 1:
            self.promises.hold("fan-out, one in flight, CPU a delivery", "≤ 1.0 × Node ws", ratio[1], 1.0, unit=" ×")
            cheaper = middle["stock Channels", 1] / middle[ours, 1]
            self.promises.hold(
                "the same, against stock Channels", "≥ 25 × cheaper", cheaper, 25, at_least=True, unit=" ×"
            )
            self.promises.hold("fan-out, 4 in flight", "≤ 0.4 × Node ws", ratio[4], 0.4, unit=" ×")
            self.promises.hold("fan-out, 16 in flight", "≤ 0.4 × Node ws", ratio[16], 0.4, unit=" ×")
            self.promises.hold("idle socket", "≤ 24 KB", idle[ours], 24, unit=" KB")
            table = Table("An idle socket", "party", "KB")
            for name, kilobytes in idle.items():
                table.add(name, f"{kilobytes:.1f}")
            tables.append(table)
        else:
            io = middle[ours, 16] / middle["Socket.IO + Redis", 16]
            self.promises.hold("200 rooms of 5, CPU a send", "≤ 1.0 × Node ws", ratio[16], 1.0, unit=" ×")
            self.promises.hold("the same, against Socket.IO", "≤ 0.65 ×", io, 0.65, unit=" ×")
        return tables

    # ---- durable sends --------------------------------------------------------------------------

    def durable(self) -> list:
        from cocare.people.models import Person

        from . import parties
        from .pgbench import Pgbench
        from .scenes import BODY

        rooms = self.people.conversations[:20]
        pgbench = Pgbench(self.postgres, self.folder, rooms, Person.objects.first().pk, BODY)
        server = parties.ours(PORT).start()
        try:
            tables = asyncio.run(self.sends(server, pgbench))
        finally:
            server.stop()
        self.say("durable sends: done")
        return tables

    async def sends(self, server, pgbench) -> list:
        from . import scenes
        from .report import Table, spread

        _, many = await scenes.senders(server, self.people, 20)
        seconds, each = (2, 15) if self.quick else (4, 40)
        sends, base, lone, alone = [], [], [], []
        for number in range(self.rounds + 1 if not self.quick else 2):
            found = await scenes.send_all(server, many, each)
            rate, _ = await asyncio.to_thread(pgbench.run, 100, seconds)
            single = await scenes.send_all(server, many[:1], 60 if not self.quick else 30)
            wait = median(many[0].waits) * 1000
            _, latency = await asyncio.to_thread(pgbench.run, 1, seconds / 2)
            del single
            if number:
                sends.append(found)
                base.append(rate)
                lone.append(wait)
                alone.append(latency)
        ratio = [found.rate / rate for found, rate in zip(sends, base, strict=True)]
        table = Table(
            "Durable sends, 100 senders over 20 conversations",
            "",
            "a second",
            "× pgbench",
            "CPU µs a send",
            "load busy",
        )
        cpu = [found.cpu for found in sends]
        busy = f"{median(found.busy() for found in sends):.0%}"
        table.add("CoCare", spread([found.rate for found in sends], 0), spread(ratio, 2), spread(cpu, 0), busy)
        table.add("pgbench, the same four statements", spread(base, 0), "1", "", "")
        single = Table("A lone sender", "", "ms")
        single.add("CoCare, acknowledged after", spread(lone, 2))
        single.add("pgbench, one transaction", spread(alone, 2))
        self.promises.hold("durable send, 100 senders", "≥ 2 × pgbench", median(ratio), 2, at_least=True, unit=" ×")
        self.promises.hold("the same, CPU a send with access check and audit", "≤ 250 µs", median(cpu), 250, unit=" µs")
        limit = 1.3 * median(alone) + 2
        self.promises.hold("lone sender", f"≤ 1.3 × pgbench + 2 ms = {limit:.2f} ms", median(lone), limit, unit=" ms")
        return [table, single]

    # ---- coming back, growing -------------------------------------------------------------------

    def returns(self) -> list:
        from . import district, parties, scenes
        from .report import Table, spread

        district.grow(self.people.conversations[20:], scenes.RETURN_HEAD)
        server = parties.ours(PORT).start()
        try:
            found = [asyncio.run(scenes.come_back(server, self.people)) for _ in range(2 if self.quick else 6)]
        finally:
            server.stop()
        warm = found[1:]
        table = Table("1,000 sockets come back at once", "", "measured")
        table.add("failed handshakes", sum(one.failed for one in found))
        table.add("CPU ms a socket, handshake, join and catching up", spread([one.cpu_ms for one in warm], 2))
        table.add("seconds until all have caught up", spread([one.seconds for one in warm], 2))
        table.add("the very first time, a cold process: seconds", f"{found[0].seconds:.2f}")
        self.promises.hold("1,000 come back: failed handshakes", "0", sum(one.failed for one in found), 0)
        self.promises.hold("the same, CPU each", "≤ 0.6 ms", median(one.cpu_ms for one in warm), 0.6, unit=" ms")
        self.promises.hold("the same, all caught up", "≤ 3 s", median(one.seconds for one in warm), 3, unit=" s")
        self.say("coming back: done")
        return [table]

    def growth(self) -> list:
        from . import district, parties, scenes
        from .report import Table, spread

        small, large = self.people.conversations[100], self.people.conversations[101]
        district.grow([small], 10_000)
        district.grow([large], 1_000_000)
        self.say("a million messages are there")
        server = parties.ours(PORT).start()
        try:
            sends, joins = asyncio.run(scenes.compare(server, self.people, {small: 100, large: 101}, self.rounds))
        finally:
            server.stop()
        table = Table("Growth: 10⁴ and 10⁶ messages in a conversation", "", "10⁴", "10⁶", "ratio")
        for name, found in (("send, ms", sends), ("join and 50 changes, ms", joins)):
            ratio = median(found[large]) / median(found[small])
            table.add(name, spread(found[small], 2), spread(found[large], 2), f"{ratio:.2f}")
            self.promises.hold(f"growth: {name.split(',')[0]}", "≤ 1.15 ×", ratio, 1.15, unit=" ×")
        return [table]


if __name__ == "__main__":
    sys.exit(main())
