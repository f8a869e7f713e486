"""The cost of a round: operations, seconds, and processor time of the servers and of the load."""

import os
import time
from dataclasses import dataclass


@dataclass
class Measured:
    """One round: operations, seconds, the servers' processor seconds, the load's."""

    operations: int
    seconds: float
    server: float
    load: float

    @property
    def cpu(self) -> float:
        """Processor microseconds of the servers for one operation."""
        return self.server / self.operations * 1e6

    @property
    def rate(self) -> float:
        return self.operations / self.seconds

    def busy(self) -> float:
        return self.load / self.seconds


def cpu_seconds(process: int) -> float:
    """Return the processor seconds that a process has used so far, all its threads, to the nanosecond."""
    total = 0
    for thread in os.listdir(f"/proc/{process}/task"):
        try:
            with open(f"/proc/{process}/task/{thread}/schedstat") as file:
                total += int(file.read().split()[0])
        except FileNotFoundError:
            continue
    return total / 1e9


async def measured(processes: list[int], work, operations: int | None = None) -> Measured:
    """Await `work`, which answers its operations unless they are given, and say what it cost the servers' processes."""
    before, mine, begun = sum(map(cpu_seconds, processes)), time.process_time(), time.perf_counter()
    result = await work
    seconds = time.perf_counter() - begun
    spent = sum(map(cpu_seconds, processes)) - before
    return Measured(operations or result, seconds, spent, time.process_time() - mine)
