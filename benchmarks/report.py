"""Numbers into tables: minimum / median / maximum of the rounds, and the ratios that were promised."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def spread(values: list[float], digits: int = 1) -> str:
    return " / ".join(f"{value:,.{digits}f}" for value in (min(values), median(values), max(values)))


class Table:
    def __init__(self, title: str, *columns: str):
        self.title, self.columns, self.rows = title, columns, []

    def add(self, *cells: object) -> None:
        self.rows.append([str(cell) for cell in cells])

    def __str__(self) -> str:
        lines = [f"### {self.title}", "", "| " + " | ".join(self.columns) + " |", "|" + "---|" * len(self.columns)]
        return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in self.rows), ""])


class Promises:
    """What issue by issue was asked for, beside what was measured."""

    def __init__(self) -> None:
        self.table = Table("What was asked for, and what was measured", "work", "reach", "measured (median)", "")

    def hold(
        self, work: str, reach: str, value: float, limit: float, *, at_least: bool = False, unit: str = ""
    ) -> None:
        kept = value >= limit if at_least else value <= limit
        self.table.add(work, reach, f"{value:,.2f}{unit}", "reached" if kept else "**missed**")


def machine(load: list[float]) -> str:
    """What it ran on, and how busy that was: `load` are load averages from before the start to the end."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = {line.split(":")[1].strip() for line in lines if line.startswith("model name")}
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{', '.join(sorted(names)) or platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"{platform.system()}, Python {platform.python_version()}; load average {load[0]:.1f} at the start, "
        f"up to {max(load):.1f} meanwhile"
    )


INTRODUCTION = """\
The server has one core; the load, Redis and PostgreSQL (with fsync) have the other. Rounds of the parties are
interleaved; numbers are minimum / median / maximum of the rounds. Processor time is the server process's own, all
threads, and is the firm number: throughput on a small machine also measures the load and the neighbours ("load busy"
says how much of its core the load itself used). The peers only relay; a durable send is committed, ordered,
authorised, audited and recoverable when it is acknowledged.
"""


def page(command: str, parts: list[object], seconds: float, load: list[float]) -> str:
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    head = f"# Performance\n\nWritten by `{command}` on {now} in {seconds:.0f} s. Machine: {machine(load)}.\n"
    return "\n".join([head, INTRODUCTION, *map(str, parts)])
