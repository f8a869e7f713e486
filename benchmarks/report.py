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


def machine() -> str:
    names = {line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")}
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{', '.join(sorted(names)) or platform.processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}; load before and during: {load}"
    )


def page(command: str, parts: list[object], seconds: float, notes: list[str]) -> str:
    head = [
        "# Performance",
        "",
        f"Written by `{command}` on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC in {seconds:.0f} s. Machine: {machine()}.",
        "",
        "Server on one core; load, Redis and PostgreSQL (with fsync) on the other. Rounds of the parties are interleaved; "
        "numbers are minimum / median / maximum of the rounds. Processor time is the server process's own, all threads, "
        "and is the firm number: throughput on a small machine also measures the load and the neighbours. The peers only "
        "relay; our sends marked durable are committed, ordered, authorised, audited and recoverable.",
        "",
        *(f"- {note}" for note in notes),
        "",
    ]
    return "\n".join(head) + "\n" + "\n".join(str(part) for part in parts)
