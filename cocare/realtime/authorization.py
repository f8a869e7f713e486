"""Rechecks the rights of open sockets: on each change that is announced, and of all of them within a minute.

Sockets whose session ended are closed; who lost the right to a topic no longer hears it.
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

from . import wire_format
from .hub import Hub, SocketSession
from .session_lookup import SignedIn, look_up_sessions

logger = logging.getLogger(__name__)

RECHECK_SECONDS = 45.0
ROUND_SECONDS = 5.0
BATCH_SIZE = 250

Rights = set[tuple[Actor, str]]


class SocketAuthorization:
    """The open sockets of this process by account and person, and the loop that rechecks their rights."""

    def __init__(self, hub: Hub):
        self.hub = hub
        self.sockets: set[SocketSession] = set()
        self._by_id: dict[UUID, list[SocketSession]] = defaultdict(list)  # account or person → their sockets
        self.changes_heard = 0
        """How many announcements were heard. A socket whose rights were read before one is checked again after it."""
        self._urgent: set[SocketSession] = set()
        self._wake = asyncio.Event()
        self._announcing: set[asyncio.Task[None]] = set()
        self._task = hub.loop.create_task(self._recheck_forever())

    def stop(self) -> None:
        self._task.cancel()

    def add(self, socket: SocketSession) -> None:
        socket.checked_at = self.hub.loop.time()
        self.sockets.add(socket)
        for key in _ids_of(socket):
            self._by_id[key].append(socket)

    def remove(self, socket: SocketSession) -> None:
        self.sockets.discard(socket)
        self._urgent.discard(socket)
        for key in _ids_of(socket):
            self._by_id[key].remove(socket)
            if not self._by_id[key]:
                del self._by_id[key]

    def handle(self, announcement: dict[str, Any]) -> None:
        """Act on what a process announced: `session.ended` (account, session) or `authority.changed` (persons)."""
        self.changes_heard += 1
        if announcement["what"] == "session.ended":
            for socket in list(self._by_id.get(UUID(announcement["account"]), ())):
                if announcement["session"] in ("", socket.actor.session_key):
                    socket.shut(wire_format.SIGNED_OUT)
        elif announcement["what"] == "authority.changed":
            persons = [UUID(person) for person in announcement["persons"]]
            self.recheck_soon(socket for person in persons for socket in self._by_id.get(person, ()))
            if not persons:
                self.recheck_soon(self.sockets)
            self._announce_here(persons)

    def _announce_here(self, persons: list[UUID]) -> None:
        """Let the apps of this process forget what they remember of these people's rights."""
        task = self.hub.loop.create_task(
            run_in_background_pool(partial(signals.announce, "authority.heard", person_ids=persons))
        )
        self._announcing.add(task)
        task.add_done_callback(self._announcing.discard)

    def recheck_all(self) -> None:
        """Check every socket and let the apps forget everybody: announcements may have been missed."""
        self.changes_heard += 1
        self.recheck_soon(self.sockets)
        self._announce_here([])

    def recheck_since(self, socket: SocketSession, changes_heard: int) -> None:
        """Check this socket if anything was heard since `changes_heard` was read, while it was still on its way in."""
        if self.changes_heard != changes_heard:
            self.recheck_soon([socket])

    def recheck_soon(self, sockets: Iterable[SocketSession]) -> None:
        self._urgent.update(sockets)
        self._wake.set()

    async def _recheck_forever(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), ROUND_SECONDS)
            self._wake.clear()
            due = self.hub.loop.time() - RECHECK_SECONDS
            sockets = [socket for socket in self.sockets if socket in self._urgent or socket.checked_at < due]
            self._urgent.clear()
            try:
                for start in range(0, len(sockets), BATCH_SIZE):
                    await self.recheck(sockets[start : start + BATCH_SIZE])
            except Exception as failure:
                # What was not checked is still due: the next round asks again.
                database_outage.log_failure(logger, failure, "rights could not be checked")
                self._urgent.update(sockets)
                await asyncio.sleep(1)

    async def recheck(self, sockets: list[SocketSession]) -> None:
        """Look sessions, accounts and topics up anew, and take what is no longer theirs."""
        now = self.hub.loop.time()
        listening = {socket: set(socket.topics) for socket in sockets}
        signed_in, allowed = await run_in_background_pool(
            _look_up_rights, [(socket.actor.session_key, topics) for socket, topics in listening.items()]
        )
        for socket, topics in listening.items():
            session = signed_in.get(socket.actor.session_key)
            if session is None:
                socket.shut(wire_format.SIGNED_OUT)
                continue
            socket.actor = session.actor
            socket.checked_at = now
            for topic in (topic for topic in topics if (session.actor, topic) not in allowed):
                self.hub.leave(socket, topic)
                socket.answer(wire_format.to_json({"topic": topic, "what": "topic.left", "out": {}}))


def _ids_of(socket: SocketSession) -> tuple[UUID, UUID]:
    """Return the ids by which announcements name the socket's owner. They never change."""
    account, person = socket.actor.account_id, socket.actor.person_id
    assert account is not None and person is not None  # the handshake lets nobody else in
    return account, person


def _look_up_rights(sockets: Collection[tuple[str, set[str]]]) -> tuple[dict[str, SignedIn], Rights]:
    """For (session key, topics) return who each session is now, and which of the topics they may watch."""
    signed_in = look_up_sessions([key for key, _ in sockets])
    wanted = {(signed_in[key].actor, topic) for key, topics in sockets if key in signed_in for topic in topics}
    return signed_in, may_watch(wanted)


def may_watch(wanted: Collection[tuple[Actor, str]]) -> Rights:
    """Return those of the pairs in which the actor may watch the topic now. One query a kind and capacity."""
    by_kind: dict[live.TopicKind, dict[tuple[Actor, UUID], str]] = defaultdict(dict)
    for actor, name in wanted:
        kind, key = live.parse_topic(name)
        by_kind[kind][actor, key] = name
    return {(pair[0], names[pair]) for kind, names in by_kind.items() for pair in kind.may_watch(names)}
