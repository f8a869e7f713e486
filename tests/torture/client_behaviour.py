"""What a client does all day: writes, repeats, changes, takes back, reads, wanders off, looks where it must not."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from .answers import Topic
from .client import Device, LostLine

FINAL = {"not_found", "forbidden", "conflict", "invalid", "bad_frame", "unknown_command", 400, 401, 403, 404, 409, 422}
CHANGE_WITHIN = 90  # seconds: a family may change what it wrote for two minutes

Outcome = tuple[Any, Any]


@dataclass
class Letter:
    """A message this client wants to send, until somebody says that it is there or will never be."""

    conversation: str
    client_id: str
    body: str
    reply_to: str | None = None
    message: str = ""
    at: float = 0.0
    edits: int = 0


class Person:
    """A device in somebody's hand. `others` and `inboxes` are none of theirs; `often` are weights of habits."""

    def __init__(
        self, device: Device, writes: list[str], others: list[str], inboxes: list[str], often: dict[str, float]
    ):
        self.device, self.writes, self.others, self.inboxes = device, writes, others, inboxes
        self.chance, self.often = device.chance, often
        self.kept: dict[str, Letter] = {}
        self.sent: list[Letter] = []
        self.clock = self.chance.choice([0, 0, 3600, -3600, 86400 * 400, -86400 * 4000, 7])
        self.habits = [
            (10, self.write), (1.5, self.write_again), (1.2, self.write_twice_at_once), (2, self.retry),
            (1.2, self.edit), (1.2, self.recall), (2, self.read), (1, self.type), (1, self.wander),
            (0.6, self.tunnel), (1, self.pry), (1, self.poll), (0.7, self.sync),
        ]  # fmt: skip

    async def act(self) -> None:
        weights = [self.often.get(one.__name__, weight) for weight, one in self.habits]
        habit = self.chance.choices([one for _, one in self.habits], weights)[0]
        with suppress(LostLine):
            await habit()

    # ---- writing ----------------------------------------------------------------------------------

    def new_id(self) -> str:
        """A UUIDv7 by this client's clock, which may be wrong by years."""
        moment = int((time.time() + self.clock) * 1000).to_bytes(6, "big")
        noise = bytearray(self.chance.randbytes(10))
        noise[0], noise[2] = 0x70 | noise[0] & 0x0F, 0x80 | noise[2] & 0x3F
        return str(UUID(bytes=moment + bytes(noise)))

    def text(self) -> str:
        return f"⟨{self.chance.randbytes(6).hex()}⟩ " + "话" * self.chance.randint(1, 120)

    async def write(self) -> None:
        if not self.writes:
            return
        conversation = self.chance.choice(self.writes)
        letter = Letter(conversation, self.new_id(), self.text())
        room = self.device.rooms.get(conversation)
        if room and room.messages and self.chance.random() < 0.25:
            letter.reply_to = self.chance.choice(list(room.messages)[-10:])
        self.kept[letter.client_id] = letter
        await self.deliver(letter)

    async def deliver(self, letter: Letter, by: str = "") -> None:
        by = by or self.chance.choices(["socket", "api", "form"], [16, 3, 1])[0]
        if by == "socket" and self.device.line is None:
            by = "api"
        code, out = await getattr(self, f"by_{by}")(letter)
        if code in ("ok", 200, 201):
            self.kept.pop(letter.client_id, None)
            if not letter.message:
                letter.message, letter.at = out.get("id", ""), time.monotonic()
                self.sent.append(letter)
        elif code in FINAL:
            self.kept.pop(letter.client_id, None)

    def given(self, letter: Letter) -> dict[str, Any]:
        given = {"client_id": letter.client_id, "body": letter.body, "reply_to": letter.reply_to or ""}
        return {name: value for name, value in given.items() if value}

    async def by_socket(self, letter: Letter) -> Outcome:
        # What the client's clock says is no part of the wire, and must not get in.
        wrong = {"sent_at": round(time.time() + self.clock)}
        return await self.device.ask("message.send", conversation=letter.conversation, **self.given(letter), **wrong)

    async def by_api(self, letter: Letter) -> Outcome:
        path = f"/api/v1/conversations/{letter.conversation}/messages"
        return await self.device.http("send", path, letter.conversation, data=self.given(letter))

    async def by_form(self, letter: Letter) -> Outcome:
        path = f"/channel/{letter.conversation}/send/"
        status, out = await self.device.http("form", path, letter.conversation, form=self.given(letter))
        return (201, {}) if out and out["place"] else (status, out)

    async def write_again(self) -> None:
        if self.sent:
            await self.deliver(self.chance.choice(self.sent[-8:]))

    async def write_twice_at_once(self) -> None:
        if self.writes:
            letter = Letter(self.chance.choice(self.writes), self.new_id(), self.text())
            self.kept[letter.client_id] = letter
            ways = self.chance.choice([("socket", "socket"), ("socket", "api"), ("api", "api"), ("form", "socket")])
            await asyncio.gather(*(self.deliver(letter, way) for way in ways), return_exceptions=True)

    async def retry(self) -> None:
        for letter in list(self.kept.values())[:5]:
            await self.deliver(letter)

    # ---- changing ---------------------------------------------------------------------------------

    def own(self) -> Letter | None:
        fresh = [one for one in self.sent if one.message and time.monotonic() - one.at < CHANGE_WITHIN]
        return self.chance.choice(fresh) if fresh else None

    async def edit(self) -> None:
        letter = self.own()
        if letter:
            await self.device.ask("message.edit", message=letter.message, body=self.text())

    async def recall(self) -> None:
        letter = self.own()
        if letter:
            await self.device.ask("message.recall", message=letter.message)

    # ---- reading ----------------------------------------------------------------------------------

    def room(self) -> Topic | None:
        return self.chance.choice(list(self.device.rooms.values())) if self.device.rooms else None

    async def read(self) -> None:
        room = self.room()
        if room:
            seqs = [message["seq"] for message in room.messages.values()]
            key = room.topic.partition(":")[2]
            await self.device.ask("conversation.read", conversation=key, through=max(seqs, default=0))

    async def type(self) -> None:
        if self.writes:
            await self.device.ask("conversation.typing", conversation=self.chance.choice(self.writes))

    async def wander(self) -> None:
        """Leave a room and come back, or try again at a door that was shut."""
        room = self.room()
        if room is None:
            return
        if room.joined:
            room.wanted = room.joined = False
            await self.device.ask("topic.leave", topic=room.topic)
            await asyncio.sleep(self.chance.uniform(0, 1))
        await self.device.enter(room)

    async def tunnel(self) -> None:
        self.device.away = self.chance.choice([0.0, 0.5, 3.0])
        self.device.drop()

    async def sync(self) -> None:
        room = self.room()
        if room and not room.asking:
            await self.device.sync(room)

    async def poll(self) -> None:
        room = self.room()
        if room:
            await self.fetch("poll", room, room.version)

    async def fetch(self, what: str, room: Topic, since: int) -> None:
        key = room.topic.partition(":")[2]
        status, out = await self.device.http(what, f"/api/v1/conversations/{key}/messages?since={since}", key)
        if status == 200 and what == "poll":
            self.device.take_changes(room, since, out)

    async def pry(self) -> None:
        """Look where one has no business: nothing may come of it."""
        if not self.others:
            return
        key, device = self.chance.choice(self.others), self.device
        topic = self.chance.choice(
            [f"conversation:{key}", f"conversation:{key}", f"inbox:{self.chance.choice(self.inboxes)}"]
        )
        way = self.chance.randrange(4)
        if way == 0:
            await device.ask("topic.join", topic=topic, since=0)
        elif way == 1:
            await device.ask("topic.sync", topic=topic, since=0)
        elif way == 2:
            await device.http("poll", f"/api/v1/conversations/{key}/messages?since=0", key)
        else:
            await device.ask("message.send", conversation=key, client_id=self.new_id(), body=self.text())

    # ---- the end ----------------------------------------------------------------------------------

    async def settle(self, until: float) -> None:
        """Whatever was not answered is sent again until it is."""
        while self.kept and time.monotonic() < until and not self.device.over:
            with suppress(LostLine):
                await self.retry()
            await asyncio.sleep(0.3)

    async def close_books(self) -> None:
        """Sync, write down what this client has, and beside it what a stranger to the history would be given."""
        device = self.device
        for room in [room for room in device.rooms.values() if room.joined]:
            if (await device.sync(room))[0] != "ok":
                continue
            while room.asking or room.early:  # noqa: ASYNC110  # the reader's task ends it
                await asyncio.sleep(0.02)
            have = {
                key: [one["seq"], one["version"], one["body"], one["recalled"]] for key, one in room.messages.items()
            }
            device.note("state", topic=room.topic, base=room.base, v=room.version, have=have)
            since = max(room.base, room.version - 150)
            if self.chance.random() < 0.5:
                await self.fetch("fetch", room, since)
            else:
                await device.ask("topic.sync", topic=room.topic, since=since)
