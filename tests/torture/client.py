"""One client: a socket that comes and goes, and for each topic what PROTOCOL says a client keeps.

Every request, answer and frame goes into the journal before anything is made of it.
"""

import asyncio
import json
import random
from contextlib import suppress
from itertools import count
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from . import http_client
from .answers import Message, Topic, brief, out_of, told
from .journal import Journal

PATIENCE = 15
BACK = 150  # changes read anew where the server says that there are too many
GIVE_UP = 3  # refused handshakes in a row


class LostLine(Exception):
    """No answer: the request may have been done or not."""


class Device:
    def __init__(
        self,
        number: int,
        spec: dict[str, str],
        rooms: list[str],
        ports: dict[str, list[int]],
        journal: Journal,
        seed: int,
    ):
        self.number, self.spec, self.ports, self.journal = number, spec, ports, journal
        self.chance = random.Random(seed)
        self.rooms = {key: Topic(f"conversation:{key}") for key in rooms}
        self.inbox = f"inbox:{spec['person']}"
        self.line: ClientConnection | None = None
        self.conn, self.ids = 0, count(1)
        self.waiting: dict[str, tuple[str, dict[str, Any], asyncio.Future[Any]]] = {}
        self.refused, self.over, self.away = 0, False, 0.0
        self.tasks: set[asyncio.Task[Any]] = set()

    def note(self, kind: str, **facts: Any) -> dict[str, Any]:
        return self.journal.note(kind, c=self.number, **facts)

    def soon(self, work: Any) -> None:
        task = asyncio.create_task(self.quietly(work))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def quietly(self, work: Any) -> None:
        with suppress(LostLine, OSError, TimeoutError):
            await work

    # ---- the line ---------------------------------------------------------------------------------

    async def stay(self) -> None:
        """Come, listen, come back, until it is over or too many handshakes are refused."""
        while not self.over and self.refused < GIVE_UP:
            try:
                await self.visit()
            except InvalidStatus as refusal:
                self.note("refused", conn=self.conn, status=refusal.response.status_code)
                if refusal.response.status_code == 403:
                    self.refused += 1
            except (OSError, InvalidHandshake, ConnectionClosed, TimeoutError, EOFError):
                self.note("noline", conn=self.conn)
            await asyncio.sleep(self.away or self.chance.uniform(0.05, 0.8))
            self.away = 0.0

    async def visit(self) -> None:
        self.conn += 1
        port = self.chance.choice(self.ports["sockets"])
        self.note("call", conn=self.conn, port=port)
        line = await self.open(port)
        self.refused = 0
        self.note("open", conn=self.conn)
        self.line = line
        self.soon(self.enter_all())
        try:
            async for text in line:
                self.hear(json.loads(text))
        finally:
            self.line = None
            self.note("closed", conn=self.conn, code=line.close_code)
            self.forget()
            line.transport.abort()

    async def open(self, port: int) -> ClientConnection:
        return await connect(
            f"ws://127.0.0.1:{port}/ws/",
            origin=f"http://127.0.0.1:{port}",
            subprotocols=["cocare.1"],
            additional_headers={"Cookie": f"sessionid={self.spec['cookie']}"},
            compression=None,
            max_size=None,
            open_timeout=PATIENCE,
            ping_interval=None,
        )

    def forget(self) -> None:
        for room in self.rooms.values():
            room.joined = room.asking = False
            room.early.clear()
        for _, _, future in self.waiting.values():
            if not future.done():
                future.set_exception(LostLine())
        self.waiting.clear()

    def drop(self) -> None:
        """A tunnel: no goodbye."""
        if self.line is not None:
            self.line.transport.abort()

    async def enter_all(self) -> None:
        rooms = [self.enter(room) for room in self.rooms.values() if room.wanted]
        await asyncio.gather(self.ask("topic.join", topic=self.inbox), *rooms, return_exceptions=True)

    async def enter(self, room: Topic) -> None:
        room.wanted = True
        await self.ask("topic.join", topic=room.topic, since=room.version)

    async def ask(self, do: str, **given: Any) -> tuple[str, Any]:
        """("ok", …) or (code, error). Raises LostLine when no answer comes."""
        line = self.line
        if line is None:
            raise LostLine
        key = f"{self.conn}.{next(self.ids)}"
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.waiting[key] = (do, given, future)
        self.note("ask", conn=self.conn, id=key, do=do, given=given)
        try:
            await line.send(json.dumps({"id": key, "do": do, "in": given}))
            async with asyncio.timeout(PATIENCE):
                return await future
        except (ConnectionClosed, TimeoutError):
            raise LostLine from None  # it stays among the waiting: an answer may still come, late

    # ---- what comes -------------------------------------------------------------------------------

    def hear(self, frame: dict[str, Any]) -> None:
        if "re" in frame:
            self.answered(frame)
        elif "topic" in frame:
            out = frame["out"] if frame["what"].startswith("message.") else None
            facts = {"conn": self.conn, "topic": frame["topic"], "v": frame.get("version"), "what": frame["what"]}
            self.note("frame", **facts, m=told(out) if out else None)
            room = self.rooms.get(frame["topic"].partition(":")[2])
            if room is not None:
                self.take_frame(room, frame)

    def answered(self, frame: dict[str, Any]) -> None:
        key = frame["re"]
        do, given, future = self.waiting.pop(key)
        if "error" in frame:
            self.note("error", conn=self.conn, id=key, code=frame["error"]["code"])
            if do in ("topic.join", "topic.sync"):
                self.no_answer(given["topic"], frame["error"]["code"])
            outcome = (frame["error"]["code"], frame["error"])
        else:
            out = frame["ok"]
            self.note("ok", conn=self.conn, id=key, out=brief(do, out))
            if do in ("topic.join", "topic.sync"):
                self.take_answer(given, out, do)
            outcome = ("ok", out)
        if not future.done():
            future.set_result(outcome)

    def no_answer(self, topic: str, code: str) -> None:
        room = self.rooms.get(topic.partition(":")[2])
        if room is None:
            return
        room.asking = False
        if code in ("not_found", "forbidden"):
            room.wanted = room.joined = False
        elif room.wanted:
            self.soon(self.later(room))

    async def later(self, room: Topic) -> None:
        await asyncio.sleep(self.chance.uniform(0.3, 1))
        if self.line is not None and not room.joined:
            await self.enter(room)

    def take_frame(self, room: Topic, frame: dict[str, Any]) -> None:
        version, what = frame.get("version"), frame["what"]
        if what == "topic.left":
            room.wanted = room.joined = False
        elif what == "topic.refresh":
            self.anew(room, version)
        elif version is not None and version > room.version:
            room.early[version] = (what, frame["out"])
            self.in_turn(room)
            if room.early and not room.asking:
                self.soon(self.sync(room))

    def in_turn(self, room: Topic) -> None:
        while room.version + 1 in room.early:
            what, message = room.early.pop(room.version + 1)
            self.apply(room, message, what)
        for version in [version for version in room.early if version <= room.version]:
            del room.early[version]

    def apply(self, room: Topic, message: Message, how: str) -> None:
        room.version = message["version"]
        room.messages[message["id"]] = message
        self.note("apply", topic=room.topic, v=room.version, id=message["id"], how=how)

    def take_answer(self, given: dict[str, Any], out: dict[str, Any], do: str) -> None:
        room = self.rooms.get(given["topic"].partition(":")[2])
        if room is None or "since" not in given:
            return
        room.asking = False
        if do == "topic.join":
            room.joined = True
        self.take_changes(room, given["since"], out)

    def take_changes(self, room: Topic, since: int, out: dict[str, Any]) -> None:
        version = out["version"]
        if out.get("refresh"):
            self.anew(room, version)
            return
        if since > room.version:  # asked before everything was read anew: it does not connect
            return
        for one in out["changes"]:
            message = one.get("out", one)
            if message["version"] > room.version:
                self.apply(room, message, "answer")
        room.version = max(room.version, version)
        self.in_turn(room)
        if room.early and not room.asking:
            self.soon(self.sync(room))

    def anew(self, room: Topic, version: int) -> None:
        """Too far behind: forget what was there, read the end of it."""
        room.base = room.version = max(0, version - BACK)
        room.messages.clear()
        self.note("anew", topic=room.topic, base=room.base)
        if not room.asking:
            self.soon(self.sync(room))

    async def sync(self, room: Topic) -> tuple[str, Any]:
        room.asking = True
        try:
            return await self.ask("topic.sync", topic=room.topic, since=room.version)
        finally:
            room.asking = False

    # ---- over HTTP --------------------------------------------------------------------------------

    async def http(self, what: str, path: str, conversation: str, **body: Any) -> tuple[int, Any]:
        """One request to a page process: the status and what came. Raises LostLine."""
        key = f"h{next(self.ids)}"
        self.note("http", id=key, what=what, conversation=conversation, path=path, given=body)
        try:
            answer = await http_client.ask(self.chance.choice(self.ports["pages"]), self.spec["cookie"], path, **body)
        except (OSError, TimeoutError, ValueError):
            self.note("lost", id=key)
            raise LostLine from None
        out = out_of(what, answer)
        self.note("answer", id=key, status=answer.status, out=brief(what, out) if out else None)
        return answer.status, out
