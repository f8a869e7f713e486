"""One process of clients.

    python -m tests.torture.load_process FOLDER PART PARTS

Reads FOLDER/plan.json, writes FOLDER/load<PART>.jsonl. The steps are files, so that all processes take them together:
here<PART> when the clients have come in, `go` holds the moment until which they act, quiet<PART> when nothing of
theirs is open any more, `close` makes every client close its books.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from .client import Device, LostLine
from .client_behaviour import Person
from .journal import Journal

BEAT, LATE = 0.1, 0.1
SETTLE_SECONDS = 30
AT_ONCE = 12


class Load:
    def __init__(self, folder: Path, part: int, parts: int):
        self.folder, self.part = folder, part
        self.plan: dict[str, Any] = json.loads((folder / "plan.json").read_text())
        self.journal = Journal(folder / f"load{part}.jsonl")
        world = self.plan["world"]
        numbers = range(part, len(world["clients"]), parts)
        self.people = [self.person(number, world) for number in numbers]

    def person(self, number: int, world: dict[str, Any]) -> Person:
        spec = world["clients"][number]
        sees = world["sees"].get(spec["person"], [])
        device = Device(number, spec, sees, self.plan["ports"], self.journal, self.plan["seed"] * 1000 + number)
        others = [key for key in world["conversations"] if key not in sees]
        inboxes = [one["person"] for one in world["clients"] if one["person"] != spec["person"]]
        return Person(device, world["posts"].get(spec["person"], []), others, inboxes, self.plan["often"])

    async def run(self) -> None:
        self.journal.note("begin", wall=time.time())
        beat = asyncio.create_task(self.beat())
        lines = [asyncio.create_task(person.device.stay()) for person in self.people]
        await self.all_in()
        self.say("here")
        until = float(await self.told("go"))
        await asyncio.gather(*(self.day(person, until) for person in self.people for _ in range(self.plan["hands"])))
        patience = time.monotonic() + SETTLE_SECONDS
        await asyncio.gather(*(person.settle(patience) for person in self.people))
        self.say("quiet")
        await self.told("close")
        door = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self.close(person, door) for person in self.people))
        for person in self.people:
            person.device.over = True
            person.device.drop()
        await asyncio.gather(*lines)
        beat.cancel()
        self.journal.close()

    def say(self, word: str) -> None:
        (self.folder / f"{word}{self.part}").touch()

    async def told(self, word: str) -> str:
        while not (self.folder / word).exists():  # noqa: ASYNC110  # another process makes the file
            await asyncio.sleep(0.05)
        return (self.folder / word).read_text()

    async def all_in(self) -> None:
        rooms = [room for person in self.people for room in person.device.rooms.values()]
        deadline = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < deadline and not all(room.joined for room in rooms):  # noqa: ASYNC110  # many tasks
            await asyncio.sleep(0.05)

    async def day(self, person: Person, until: float) -> None:
        pace = self.plan["pace"]
        await asyncio.sleep(person.chance.uniform(0, pace))
        while time.monotonic() < until:
            await person.act()
            await asyncio.sleep(person.chance.expovariate(1 / pace))

    async def close(self, person: Person, door: asyncio.Semaphore) -> None:
        async with door:
            for _ in range(5):  # a line may be lost even now
                try:
                    await person.close_books()
                except LostLine:
                    await asyncio.sleep(1)
                else:
                    return

    async def beat(self) -> None:
        """How late this process itself is: what it notes late was not sent late."""
        while True:
            begun = time.monotonic()
            await asyncio.sleep(BEAT)
            late = time.monotonic() - begun - BEAT
            if late > LATE:
                self.journal.note("late", by=round(late, 3))
            self.journal.flush()


if __name__ == "__main__":
    asyncio.run(Load(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])).run())
