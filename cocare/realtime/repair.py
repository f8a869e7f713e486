"""The one way back to the truth: the database's versions and changes. It answers joins, fills gaps, and watches.

A lost frame, a Redis restart, a crash between commit and publish, a phone in a tunnel are all the same case here.
"""

import asyncio
import logging
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from cocare.core import live
from cocare.core.access import Actor
from cocare.core.errors import NotFound

from . import metrics, wire
from .hub import Hub, Topic
from .threads import in_thread

logger = logging.getLogger(__name__)

FURTHEST = 200
"""Changes that are replayed one by one; who is further behind reads the page anew."""
WATCH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a topic stands and what happened after the asker's version; None: too much, refresh."""

    head: int
    changes: list[live.Frame] | None


def read(name: str, actor: Actor, since: int | None, known: int | None = None) -> Answer:
    """What `actor` has missed of a topic since a version (None: nothing is asked for).

    `known` is the version up to which this process's listeners have been told: whoever is about to become one of
    them needs no newer head, and the query is saved. Raises NotFound where the topic is invisible. At most three
    queries, in a thread.
    """
    kind, key = live.parse(name)
    if key not in kind.visible(actor, [key]):
        raise NotFound
    head = known if known is not None and known >= (since or 0) else kind.heads([key]).get(key)
    if head is None:
        raise NotFound
    if since is None or since >= head:
        return Answer(head, [])
    changes = kind.changes(actor, key, since, FURTHEST)
    if changes is not None and changes:
        # A write may have come between the two queries: the answer ends where its last change does.
        head = max(head, *(frame.version or 0 for frame in changes))
    return Answer(head, changes)


def answer_out(name: str, answer: Answer) -> dict[str, Any]:
    """The `ok` of topic.join and topic.sync."""
    if answer.changes is None:
        return {"topic": name, "version": answer.head, "refresh": True}
    return {"topic": name, "version": answer.head, "changes": [wire.change(frame) for frame in answer.changes]}


class Repair:
    """Keeps the listeners of a hub level with the database."""

    def __init__(self, hub: Hub):
        self.hub = hub
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._watcher = hub.loop.create_task(self._watch())
        hub.gap = self.fill

    def stop(self) -> None:
        for task in [self._watcher, *self._tasks.values()]:
            task.cancel()

    def fill(self, topic: Topic) -> None:
        """Fetch what a topic lacks, unless that is under way."""
        topic.gap = None
        if topic.name not in self._tasks:
            task = self._tasks[topic.name] = self.hub.loop.create_task(self._fill(topic))
            task.add_done_callback(lambda _: self._tasks.pop(topic.name, None))

    async def _fill(self, topic: Topic) -> None:
        if not topic.listeners or topic.version is None:
            return
        # Every listener of a topic sees the same frames, so one who may still watch it asks for all of them.
        actors = {socket.actor for socket in topic.listeners}
        try:
            answer = await in_thread(read_for_any, topic.name, actors, topic.version)
        except Exception:
            # The next look of the watcher tries again: the database may be away for a moment.
            logger.warning("a topic's gap could not be filled yet", exc_info=True)
            return
        if answer is None:
            return
        if answer.changes is None:
            refresh = live.Frame(topic.name, "topic.refresh", {}, answer.head)
            self.hub.catch_up(topic, [(answer.head, wire.frame_json(refresh))], answer.head)
        else:
            frames = [(frame.version or 0, wire.frame_json(frame)) for frame in answer.changes]
            self.hub.catch_up(topic, frames, answer.head)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                await self.look()
            except Exception:
                logger.warning("the look at the topics' heads failed", exc_info=True)

    async def look(self) -> None:
        """Compare every topic that has listeners with the database: one query a kind."""
        by_kind: dict[str, list[Topic]] = defaultdict(list)
        for topic in self.hub.topics.values():
            if topic.listeners:
                by_kind[topic.kind.kind].append(topic)
        lag = 0
        for found in by_kind.values():
            heads = await in_thread(found[0].kind.heads, [topic.key for topic in found])
            for topic in found:
                missing = heads.get(topic.key, 0) - (topic.version or 0)
                if missing > 0:
                    lag += missing
                    self.fill(topic)
        metrics.behind.set(lag)


def read_for_any(name: str, actors: set[Actor], since: int) -> Answer | None:
    """`read` for the first of the actors who may watch the topic now; None when none may."""
    for actor in actors:
        try:
            return read(name, actor, since)
        except NotFound:
            continue
    return None
