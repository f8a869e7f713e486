"""Whether who listens may still listen: on each change that is announced, and for all of them within a minute.

Closes sockets whose session ended, and takes topics from those who lost the right to them.
"""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import partial
from typing import Any
from uuid import UUID

from cocare.core import database_outage, live, signals
from cocare.core.access import Actor
from cocare.core.thread_pools import run_in_background_pool

from . import wire
from .handshake import Admission, look_up
from .hub import Hub

logger = logging.getLogger(__name__)

RECHECK_SECONDS = 45.0
ROUND_SECONDS = 5.0
AT_ONCE = 250

Rights = set[tuple[Actor, str]]


class Authority:
    """Knows the sockets of this process by who sits there."""

    def __init__(self, hub: Hub):
        self.hub = hub
        self.sockets: set[Any] = set()
        self._of: dict[UUID, list[Any]] = defaultdict(list)  # account or person → where they sit
        self.orders = 0
        """How many were heard: rights that were read before one, for who is let in after it, are read again."""
        self._urgent: set[Any] = set()
        self._wake = asyncio.Event()
        self._telling: set[asyncio.Task[None]] = set()
        self._task = hub.loop.create_task(self._keep())

    def stop(self) -> None:
        self._task.cancel()

    def enter(self, socket: Any) -> None:
        socket.checked_at = self.hub.loop.time()
        self.sockets.add(socket)
        for who in _who(socket):
            self._of[who].append(socket)

    def leave(self, socket: Any) -> None:
        self.sockets.discard(socket)
        self._urgent.discard(socket)
        for who in _who(socket):
            self._of[who].remove(socket)
            if not self._of[who]:
                del self._of[who]

    def obey(self, order: dict[str, Any]) -> None:
        """What a process announced: `session.ended` with account and session, `authority.changed` with persons."""
        self.orders += 1
        if order["what"] == "session.ended":
            for socket in list(self._of.get(UUID(order["account"]), ())):
                if order["session"] in ("", socket.actor.session_key):
                    socket.shut(wire.SIGNED_OUT)
        elif order["what"] == "authority.changed":
            persons = [UUID(person) for person in order["persons"]]
            self._hurry(one for who in persons for one in self._of.get(who, ()))
            if not persons:
                self._hurry(self.sockets)
            self._tell_rooms(persons)

    def _tell_rooms(self, persons: list[UUID]) -> None:
        """Rooms that remember who may do what forget it in this process too."""
        task = self.hub.loop.create_task(
            run_in_background_pool(partial(signals.announce, "authority.heard", person_ids=persons))
        )
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    def recheck_all(self) -> None:
        """Announcements may have been missed: look at every socket, and let the rooms forget everybody."""
        self.orders += 1
        self._hurry(self.sockets)
        self._tell_rooms([])

    def recheck_since(self, socket: Any, orders: int) -> None:
        """Check this socket if anything was heard since `orders` was read, while it was still on its way in."""
        if self.orders != orders:
            self._hurry([socket])

    def _hurry(self, sockets: Iterable[Any]) -> None:
        self._urgent.update(sockets)
        self._wake.set()

    async def _keep(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), ROUND_SECONDS)
            self._wake.clear()
            due = self.hub.loop.time() - RECHECK_SECONDS
            sockets = [s for s in self.sockets if s in self._urgent or s.checked_at < due]
            self._urgent.clear()
            try:
                for start in range(0, len(sockets), AT_ONCE):
                    await self.check(sockets[start : start + AT_ONCE])
            except Exception as failure:
                # Not checked is still due: the next round asks again.
                database_outage.report(logger, failure, "rights could not be checked")
                self._urgent.update(sockets)
                await asyncio.sleep(1)

    async def check(self, sockets: list[Any]) -> None:
        """Look sessions, accounts and topics up anew, and take what is no longer theirs."""
        now = self.hub.loop.time()
        listening = {socket: set(socket.topics) for socket in sockets}
        admissions, allowed = await run_in_background_pool(
            _look, [(s.actor.session_key, names) for s, names in listening.items()]
        )
        for socket, names in listening.items():
            admission = admissions.get(socket.actor.session_key)
            if admission is None:
                socket.shut(wire.SIGNED_OUT)
                continue
            socket.actor = admission.actor
            socket.checked_at = now
            for name in (one for one in names if (admission.actor, one) not in allowed):
                self.hub.leave(socket, name)
                socket.answer(wire.dump({"topic": name, "what": "topic.left", "out": {}}))


def _who(socket: Any) -> tuple[UUID, UUID]:
    """As announcements name them: whom a session belongs to never changes."""
    return socket.actor.account_id, socket.actor.person_id


def _look(asked: Collection[tuple[str, set[str]]]) -> tuple[dict[str, Admission], Rights]:
    """For session keys and the topics each listens to: who that is now, and which of the topics they may watch."""
    admissions = look_up([key for key, _ in asked])
    wanted = {(admissions[key].actor, name) for key, names in asked if key in admissions for name in names}
    return admissions, may_watch(wanted)


def may_watch(wanted: Collection[tuple[Actor, str]]) -> Rights:
    """Those of the pairs in which the actor may watch the topic now. One query a kind and capacity."""
    by_kind: dict[live.TopicKind, dict[tuple[Actor, UUID], str]] = defaultdict(dict)
    for actor, name in wanted:
        kind, key = live.parse(name)
        by_kind[kind][actor, key] = name
    return {(pair[0], asked[pair]) for kind, asked in by_kind.items() for pair in kind.may_watch(asked)}
