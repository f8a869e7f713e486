"""The machine of a run, and whether others were working on it meanwhile."""

import os
import platform
import resource
import time
from pathlib import Path

from .report import spread

TICKS = os.sysconf("SC_CLK_TCK")
LOOK_SECONDS = 1.0
QUIET = 0.05


class Machine:
    """Made before anything is started. `sample()` now and then; `description()` is the sentence for the page."""

    def __init__(self) -> None:
        before, begun = busy(), time.perf_counter()
        time.sleep(LOOK_SECONDS)
        self.before = (busy() - before) / (time.perf_counter() - begun) / cores()
        self.loads = [os.getloadavg()[0]]
        self.yards = [python_speed()]
        self.begun, self.busy, self.ours = time.perf_counter(), busy(), ours()

    def sample(self) -> None:
        self.loads.append(os.getloadavg()[0])
        self.yards.append(python_speed())

    def others(self) -> float:
        """The part of all processors that programs which are not ours have used since the beginning."""
        spent = (busy() - self.busy) - (ours() - self.ours)
        return max(0.0, spent / (time.perf_counter() - self.begun) / cores())

    def description(self) -> str:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        names = {line.split(":")[1].strip() for line in lines if line.startswith("model name")}
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        others = self.others()
        quiet = others <= QUIET and self.before <= QUIET
        return (
            f"{', '.join(sorted(names)) or platform.machine()}, {cores()} cores, {memory:.0f} GiB, "
            f"{platform.system()}, Python {platform.python_version()}. "
            f"The machine was {'quiet' if quiet else '**not quiet**'}: others used {self.before:.0%} of its processors "
            f"before the start and {others:.0%} meanwhile; load average {self.loads[0]:.1f} at the start, "
            f"{min(self.loads):.1f} to {max(self.loads):.1f} meanwhile, our own work included. "
            f"The same piece of Python, now and then, took {spread(self.yards, 1)} ms of its processor: "
            "figures in µs and ms are worth what that says, ratios are of parties that shared it"
        )


def python_speed() -> float:
    """Milliseconds of processor time of a fixed piece of Python: how fast this machine is at this moment.

    On a machine that shares its cores with others it may double from one minute to the next, and nothing else shows it.
    """
    begun = time.thread_time()
    sum(number * number for number in range(100_000))
    return (time.thread_time() - begun) * 1000


def cores() -> int:
    return os.cpu_count() or 1


def busy() -> float:
    """Processor seconds that the whole machine has worked, or was kept from working by another one beside it."""
    user, nice, system, _idle, _waiting, irq, softirq, stolen = map(
        int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    )
    return (user + nice + system + irq + softirq + stolen) / TICKS


def ours() -> float:
    """Processor seconds of this process and all that it has started, living or dead."""
    mine, dead = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = mine.ru_utime + mine.ru_stime + dead.ru_utime + dead.ru_stime
    return spent + sum(spent_by(process) for process in descendants(os.getpid()))


def spent_by(process: int) -> float:
    """Of one process, with the children that it has buried."""
    fields = stat(process)
    return sum(map(int, fields[11:15])) / TICKS if fields else 0.0


def descendants(process: int) -> set[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := stat(int(entry.name))):
            parents[int(entry.name)] = int(fields[1])
    found: set[int] = set()
    while more := {one for one, parent in parents.items() if parent in {process, *found}} - found:
        found |= more
    return found


def stat(process: int) -> list[str]:
    """The fields of /proc/…/stat after the name, or nothing of one that has gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
