"""The torture test in one command.

    python -m tests.torture --seconds 300 --clients 200

Starts everything that it needs, on private ports and sockets, and stops all of it however it ends. Prints the
checker's counts; 1 where it found anything. The journals are kept with --keep, and whenever something was found.
"""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from cocare.embedded.child_processes import wait_for_ports

from .journal import Journal
from .many_processes import TortureProcesses
from .run_setup import Crowd, an_administrator, furnish, verdict, write_plan

CLIENTS_A_PROCESS = 100


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Torture the hot path and judge what came of it.")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--sockets", type=int, default=4)
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--pace", type=float, default=4.0, help="seconds between two acts of a client, on average")
    parser.add_argument("--pause", type=float, default=2.5, help="seconds between two acts of the chaos")
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--keep", action="store_true", help="keep the journals of a clean run too")
    return parser.parse_args()


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    given, base = arguments(), Path(tempfile.mkdtemp(prefix="cocare-torture-"))
    base.chmod(0o711)
    processes, code = TortureProcesses(base), 1
    try:
        code = torture(processes, given)
    finally:
        processes.close()
        shutil.rmtree(base / "postgres", ignore_errors=True)
        if code == 0 and not given.keep:
            shutil.rmtree(base, ignore_errors=True)
        else:
            print(f"The journals and logs are kept in {base}")
    return code


def torture(processes: TortureProcesses, given: argparse.Namespace) -> int:
    begun = time.monotonic()
    furnish(processes)
    from . import population
    from .chaos import Chaos  # needs Django

    people, actor = population.build(given.clients), an_administrator()
    ports = {
        "sockets": processes.start_socket_processes(given.sockets),
        "pages": processes.start_page_processes(given.pages),
    }
    processes.start_worker()
    wait_for_ports([*ports["sockets"], *ports["pages"]])
    print(
        f"{len(people['clients'])} clients, {len(people['conversations'])} conversations, {given.sockets} socket and"
        f" {given.pages} page processes, ready after {time.monotonic() - begun:.0f} s",
        flush=True,
    )
    write_plan(processes.folder, world=people, ports=ports, pace=given.pace, hands=1, often={}, seed=given.seed)
    journal = Journal(processes.folder / "chaos.jsonl")
    chaos = Chaos(processes, ports["sockets"], people["changes"], actor, journal, given.seed)
    with Crowd(processes.folder, max(1, round(len(people["clients"]) / CLIENTS_A_PROCESS))) as crowd:
        until = crowd.go(given.seconds)
        chaos.run(until, given.pause)
        crowd.finish(until)
    journal.close()
    judged = verdict(processes.folder, processes.postgres.url, small=False)
    print(judged.stdout, judged.stderr, sep="", end="")
    print(f"{time.monotonic() - begun:.0f} s in all")
    return judged.returncode


if __name__ == "__main__":
    sys.exit(main())
