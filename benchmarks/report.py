"""Numbers into tables: minimum / median / maximum of the rounds, and the ratios that were promised."""

from datetime import UTC, datetime
from pathlib import Path
from statistics import median

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def spread(values: list[float], digits: int = 1) -> str:
    return " / ".join(f"{value:,.{digits}f}" for value in (min(values), median(values), max(values)))


class Table:
    def __init__(self, title: str, *columns: str):
        self.title, self.columns = title, columns
        self.rows: list[list[str]] = []

    def add(self, *cells: object) -> None:
        self.rows.append([str(cell) for cell in cells])

    def __str__(self) -> str:
        lines = [f"### {self.title}", "", "| " + " | ".join(self.columns) + " |", "|" + "---|" * len(self.columns)]
        return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in self.rows), ""])


class Targets:
    """The limits that were asked for, beside what was measured."""

    def __init__(self) -> None:
        self.table = Table("What was asked for, and what was measured", "work", "reach", "measured (median)", "")

    def check(
        self, work: str, reach: str, value: float, limit: float, *, at_least: bool = False, unit: str = ""
    ) -> None:
        kept = value >= limit if at_least else value <= limit
        self.table.add(work, reach, f"{value:,.2f}{unit}", "reached" if kept else "**missed**")


INTRODUCTION = """\
The servers have one core; the load, Redis and PostgreSQL (with fsync) have the other. Rounds of the parties are
interleaved; numbers are minimum / median / maximum of the rounds, and ratios are those of each round by itself.
Processor time is the server process's own, all threads, and is the firm number: throughput on a small machine also
measures the load and the neighbours ("load busy" says how much of its core the load itself used). The peers only
relay; a durable send is committed, ordered, authorised, audited and recoverable when it is acknowledged.
"""


def page(command: str, parts: list[object], seconds: float, machine: str) -> str:
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    head = f"# Performance\n\nWritten by `{command}` on {now} in {seconds:.0f} s. Machine: {machine}.\n"
    return "\n".join([head, INTRODUCTION, *map(str, parts)])
