"""Catching up from the database: what a client missed, what a topic lacks, and a watcher that compares versions.

A lost frame, a Redis restart, a crash between commit and publish, a phone in a tunnel are all the same case here.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cocare.core import database_outage, live
from cocare.core.access import Actor
from cocare.core.thread_pools import run_in_background_pool

from . import wire_format
from .hub import Hub
from .metrics import metrics
from .topic import Topic

logger = logging.getLogger(__name__)

POLL_SECONDS = 2.0
IN_FLIGHT_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class CatchUpRequest:
    """What has `actor` missed of a topic since version `since`? None asks for nothing but the present version.

    `known` is the version up to which this process's listeners have been told: whoever is about to become one of
    them needs no newer head, and the query is saved.
    """

    kind: live.TopicKind
    key: UUID
    actor: Actor
    since: int | None
    known: int | None = None


@dataclass(frozen=True, slots=True)
class CatchUp:
    """The version of a topic and the changes since the requested one; None when there are too many to replay."""

    head: int
    changes: list[live.Frame] | None


def catch_up_json(topic_name: str, catch_up: CatchUp) -> dict[str, Any]:
    """Return the `ok` of topic.join and topic.sync."""
    if catch_up.changes is None:
        return {"topic": topic_name, "version": catch_up.head, "refresh": True}
    changes = [wire_format.change_json(frame) for frame in catch_up.changes]
    return {"topic": topic_name, "version": catch_up.head, "changes": changes}


def read_catch_ups(requests: Collection[CatchUpRequest]) -> dict[CatchUpRequest, CatchUp]:
    """Return the answers to those who may watch what they ask about. At most three queries a kind; call in a thread."""
    by_kind: dict[live.TopicKind, list[CatchUpRequest]] = defaultdict(list)
    for request in requests:
        by_kind[request.kind].append(request)
    return {
        request: catch_up
        for kind, same_kind in by_kind.items()
        for request, catch_up in _read_of_kind(kind, same_kind).items()
    }


def _read_of_kind(kind: live.TopicKind, requests: list[CatchUpRequest]) -> dict[CatchUpRequest, CatchUp]:
    allowed = kind.may_watch({(request.actor, request.key) for request in requests})
    visible = [request for request in requests if (request.actor, request.key) in allowed]
    unknown = {request.key for request in visible if request.known is None or request.known < (request.since or 0)}
    heads = kind.heads(unknown) if unknown else {}
    heads = {request.key: request.known for request in visible if request.known is not None} | heads
    since = {(request.key, request.since) for request in visible if request.since is not None}
    changes = catch_ups_by_version(kind, since, heads)
    return {
        request: CatchUp(heads[request.key], []) if request.since is None else changes[request.key, request.since]
        for request in visible
        if request.key in heads
    }


def catch_ups_by_version(
    kind: live.TopicKind, subjects: Collection[live.Since], heads: dict[UUID, int]
) -> dict[live.Since, CatchUp]:
    """Return what came after each version of each subject, given their heads. At most one query and what it needs."""
    behind = [(key, since) for key, since in subjects if 0 < heads.get(key, 0) - since <= live.MAX_REPLAYED]
    changes = kind.changes(behind) if behind else {}
    return {
        (key, since): _catch_up(heads[key], since, changes.get((key, since))) for key, since in subjects if key in heads
    }


def _catch_up(head: int, since: int, changes: list[live.Frame] | None) -> CatchUp:
    if since >= head:
        return CatchUp(head, [])
    # A write may have come between the two queries: the answer ends where its last change does.
    return CatchUp(max([head, *(frame.version or 0 for frame in changes or ())]), changes)


class Resync:
    """Keeps the listeners of a hub level with the database."""

    def __init__(self, hub: Hub):
        self.hub = hub
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._poller = hub.loop.create_task(self._poll_forever())
        hub.on_gap = self.fill_gap

    def stop(self) -> None:
        for task in [self._poller, *self._tasks.values()]:
            task.cancel()

    def fill_gap(self, topic: Topic) -> None:
        """Fetch what a topic lacks, unless that is under way."""
        topic.gap_timer = None
        if topic.name not in self._tasks:
            task = self._tasks[topic.name] = self.hub.loop.create_task(self._fill_gap(topic))
            task.add_done_callback(lambda _: self._tasks.pop(topic.name, None))

    async def _fill_gap(self, topic: Topic) -> None:
        try:
            await self._catch_up(topic.kind, [topic])
        except Exception as failure:
            # The next poll tries again: the database may be away for a moment.
            database_outage.log_failure(logger, failure, "a topic's gap could not be filled yet")

    async def _poll_forever(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                await self.poll_heads()
            except Exception as failure:
                database_outage.log_failure(logger, failure, "the topics' versions could not be compared")

    async def poll_heads(self) -> None:
        """Compare every topic that has listeners with the database: one query a kind, one more for what is missing."""
        by_kind: dict[live.TopicKind, list[Topic]] = defaultdict(list)
        for topic in self.hub.topics.values():
            by_kind[topic.kind].append(topic)
        behind = [await self._catch_up(kind, topics, IN_FLIGHT_SECONDS) for kind, topics in by_kind.items()]
        metrics.behind = sum(behind)

    async def _catch_up(self, kind: live.TopicKind, topics: list[Topic], grace_seconds: float = 0) -> int:
        """Send the listeners of these topics what they lack. Return how many versions that was.

        What was committed a moment ago is on its way to them: for `grace_seconds` it is waited for.
        """
        watched = {topic.key: topic for topic in topics if topic.listeners and topic.version is not None}
        heads = await run_in_background_pool(kind.heads, watched.keys()) if watched else {}
        if _behind(watched, heads):
            await asyncio.sleep(grace_seconds)
        behind = _behind(watched, heads)
        catch_ups = await run_in_background_pool(catch_ups_by_version, kind, behind.items(), heads) if behind else {}
        for (key, _), catch_up in catch_ups.items():
            topic = watched[key]
            if catch_up.head > (topic.version or 0):
                self.hub.catch_up(topic, _missing_frames(topic, catch_up), catch_up.head)
        return sum(catch_up.head - since for (_, since), catch_up in catch_ups.items())


def _behind(watched: dict[UUID, Topic], heads: dict[UUID, int]) -> dict[UUID, int]:
    """Return the subjects whose listeners have been told less than there is, each with its version here."""
    return {key: watched[key].version or 0 for key, head in heads.items() if head > (watched[key].version or 0)}


def _missing_frames(topic: Topic, catch_up: CatchUp) -> list[tuple[int, bytes]]:
    """Return the (version, frame) that listeners lack; where they are too many, one frame that says so."""
    changes = catch_up.changes
    if changes is None:
        changes = [live.Frame(topic.name, "topic.refresh", {}, catch_up.head)]
    return [(frame.version or 0, wire_format.frame_json(frame)) for frame in changes]
