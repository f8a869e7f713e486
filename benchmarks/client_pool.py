"""A thousand lines of one party in its rooms, and rounds of saying things there."""

import asyncio
from dataclasses import dataclass, field

from .compared_servers import ComparedServer
from .cpu_cost import Measured, measured
from .load_client import BODY, Connection, DeliveryCounter, connect, join, relay
from .sample_district import People

AT_A_TIME = 100
WARM = 200


@dataclass
class ClientPool:
    """All lines of one party, joined to their rooms."""

    party: ComparedServer
    counter: DeliveryCounter = field(default_factory=DeliveryCounter)
    lines: list[Connection] = field(default_factory=list)
    idle_kb: float = 0.0

    async def gather(self, people: People, rooms: list[str]) -> None:
        """Open every line, weigh the process, join the rooms."""
        before = 0
        for start in range(0, len(people.cookies), AT_A_TIME):
            some = people.cookies[start : start + AT_A_TIME]
            if start == WARM:
                before = self.party.memory()
            self.lines += await asyncio.gather(
                *(connect(self.party.port, self.party.dialect, self.counter, cookie) for cookie in some)
            )
        await asyncio.sleep(0.5)
        # The first sockets also bring in code, threads and connections: those after them are weighed.
        self.idle_kb = (self.party.memory() - before) / (len(self.lines) - WARM) / 1024
        members = len(self.lines) // len(rooms)
        for start in range(0, len(self.lines), AT_A_TIME):
            some = range(start, min(start + AT_A_TIME, len(self.lines)))
            await asyncio.gather(*(join(self.lines[number], rooms[number // members]) for number in some))

    async def round(self, rooms: list[str], messages: int, window: int, *, each: bool = False) -> Measured:
        """One round of saying things; counted in deliveries, or in sends with `each`."""
        work = relay(self.lines, rooms, self.counter, messages=messages, window=window, body=BODY)
        return await measured([self.party.pid], work, messages if each else None)

    async def leave(self) -> None:
        for line in self.lines:
            line.transport.abort()
        await asyncio.sleep(0.2)
