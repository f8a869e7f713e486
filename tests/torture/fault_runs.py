"""Small runs of a few seconds: one without a fault, one with each of the ten, all on the same services.

    python -m tests.torture.fault_runs [NAME …]

Each has people, socket processes and clients of its own, so that several run side by side. Prints one JSON line a
run: {"name": {"checked": {…}, "found": {kind: number}}}.
"""

import json
import shutil
import signal
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from cocare.embedded.child_processes import wait_for_ports

from .journal import Journal
from .many_processes import TortureProcesses
from .run_setup import Crowd, an_administrator, furnish, verdict, write_plan

# What is said after a kill at the third second and a slow start must still have its five seconds to be heard in.
CLIENTS, SECONDS, PACE, HANDS = 12, 14.0, 0.6, 2
OFTEN = {"recall": 4, "write_again": 4, "write_twice_at_once": 3, "sync": 2, "tunnel": 0.3}
AT_ONCE = 6
HEALTHY = "healthy"
# What happens to the small runs: seconds from the start, and the act of chaos.
ACTS: dict[str, list[tuple[float, str]]] = {
    "ack_before_commit": [(3, "kill_all"), (6, "kill_all")],
    "stale_membership": [(2, "restriction"), (2.2, "post")],
    "session_end_ignored": [(2, "session"), (2.2, "session")],
    HEALTHY: [(2, "restriction"), (2.4, "session"), (3, "kill_all"), (4, "post")],
}


class Small:
    """One run. Made one after the other, because a world is built in this process; then run in a thread."""

    def __init__(self, processes: TortureProcesses, name: str, pages: list[int]):
        from . import population
        from .chaos import Chaos

        self.processes, self.name = processes, name
        self.folder = processes.folder / name
        self.folder.mkdir()
        fault = "-" if name == HEALTHY else name
        self.ports = {"sockets": processes.start_socket_processes(2 if name == HEALTHY else 1, fault), "pages": pages}
        self.people = population.build(CLIENTS)
        self.journal = Journal(self.folder / "chaos.jsonl")
        self.chaos = Chaos(
            processes, self.ports["sockets"], self.people["changes"], an_administrator(), self.journal, 1
        )

    def run(self) -> dict[str, Any]:
        wait_for_ports(self.ports["sockets"])
        plan = {"world": self.people, "ports": self.ports, "pace": PACE, "hands": HANDS, "often": OFTEN, "seed": 7}
        write_plan(self.folder, **plan)
        with Crowd(self.folder, 1) as crowd:
            until = crowd.go(SECONDS)
            for after, act in ACTS.get(self.name, []):
                time.sleep(max(0, until - SECONDS + after - time.monotonic()))
                self.act(act)
            self.journal.close()
            crowd.finish(until)
        judged = verdict(self.folder, self.processes.postgres.url, small=True)
        report = self.folder / "report.json"
        if not report.exists():
            raise RuntimeError(f"The checker failed: {judged.stderr}")
        for port in self.ports["sockets"]:
            assert self.processes.lives is not None
            self.processes.lives.kill(port)
        return {**json.loads(report.read_text()), "code": judged.returncode, "text": judged.stdout}

    def act(self, act: str) -> None:
        if act == "kill_all":
            for port in self.ports["sockets"]:
                self.journal.note("kill", role="socket", port=port)
                assert self.processes.lives is not None
                self.processes.lives.again(port)
        else:
            self.chaos.rights(act)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    base = Path(tempfile.mkdtemp(prefix="cocare-faulty-"))
    base.chmod(0o711)
    processes = TortureProcesses(base)
    try:
        return each(processes, sys.argv[1:])
    finally:
        processes.close()
        shutil.rmtree(base, ignore_errors=True)


def each(processes: TortureProcesses, names: list[str]) -> int:
    furnish(processes)
    from . import planted_faults  # needs Django

    names = names or [HEALTHY, *planted_faults.FOUND_AS]
    pages = processes.start_page_processes(1)
    wait_for_ports(pages)
    # A constraint belongs to the whole database, so those faults come last, and never beside the healthy run.
    names.sort(key=lambda name: name in planted_faults.GUARDED_BY)
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        for name in planted_faults.GUARDED_BY.keys() & set(some):
            planted_faults.drop_constraint(planted_faults.GUARDED_BY[name])
        side_by_side(processes, some, pages)
    return 0


def side_by_side(processes: TortureProcesses, names: list[str], pages: list[int]) -> None:
    printing = threading.Lock()

    def one(name: str, run: Small) -> None:
        outcome = run.run()
        with printing:
            print(json.dumps({name: outcome}, ensure_ascii=False), flush=True)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        runs = {name: Small(processes, name, pages) for name in names}
        for done in [threads.submit(one, name, run) for name, run in runs.items()]:
            done.result()


if __name__ == "__main__":
    sys.exit(main())
