"""One run: what all scenes share, and the page that grows with them."""

import time

from cocare.embedded.many_processes import ManyProcesses

from . import report
from .machine import Machine
from .sample_district import People

PORT = 18700


class Bench:
    """`rounds` are measured of every row with a promise, after one that only warms up."""

    def __init__(self, quick: bool, only: str, processes: ManyProcesses, machine: Machine, people: People):
        self.quick, self.only = quick, only
        self.processes, self.machine, self.people = processes, machine, people
        self.rounds = 2 if quick else 7
        self.begun = time.perf_counter()
        self.targets = report.Targets()
        self.parts: list[object] = [self.targets.table]

    def log(self, text: str) -> None:
        self.machine.sample()
        print(f"[{time.perf_counter() - self.begun:5.0f} s] {text}", flush=True)

    def add(self, tables: list[report.Table]) -> None:
        """Print a scene's tables; a whole run keeps what is measured so far on the page."""
        print("\n".join(map(str, tables)), flush=True)
        self.parts += tables
        if not self.quick and not self.only:
            seconds = time.perf_counter() - self.begun
            report.PAGE.write_text(report.page("make bench", self.parts, seconds, self.machine.description()))
