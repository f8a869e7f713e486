"""The one way back to the truth: the database's versions and changes. It answers joins, fills gaps, and watches.

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

from . import wire
from .hub import Hub
from .metrics import figures
from .topic import Topic

logger = logging.getLogger(__name__)

WATCH_SECONDS = 2.0
ON_ITS_WAY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Question:
    """What has `actor` missed of a topic since a version? None: nothing is asked for but where it stands.

    `known` is the version up to which this process's listeners have been told: whoever is about to become one of
    them needs no newer head, and the query is saved.
    """

    kind: live.TopicKind
    key: UUID
    actor: Actor
    since: int | None
    known: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a topic stands and what happened after the asker's version; None: too much, refresh."""

    head: int
    changes: list[live.Frame] | None


def read(asked: Collection[Question]) -> dict[Question, Answer]:
    """The answers to those who may watch what they ask about. At most three queries a kind, in a thread."""
    by_kind: dict[live.TopicKind, list[Question]] = defaultdict(list)
    for question in asked:
        by_kind[question.kind].append(question)
    return {
        question: answer for kind, some in by_kind.items() for question, answer in _read_of_kind(kind, some).items()
    }


def _read_of_kind(kind: live.TopicKind, asked: list[Question]) -> dict[Question, Answer]:
    allowed = kind.may_watch({(one.actor, one.key) for one in asked})
    seen = [one for one in asked if (one.actor, one.key) in allowed]
    unknown = {one.key for one in seen if one.known is None or one.known < (one.since or 0)}
    heads = kind.heads(unknown) if unknown else {}
    heads = {one.key: one.known for one in seen if one.known is not None} | heads
    found = missed(kind, {(one.key, one.since) for one in seen if one.since is not None}, heads)
    return {
        one: Answer(heads[one.key], []) if one.since is None else found[one.key, one.since]
        for one in seen
        if one.key in heads
    }


def missed(kind: live.TopicKind, asked: Collection[live.Since], heads: dict[UUID, int]) -> dict[live.Since, Answer]:
    """What came after each version of each subject, given where they stand. At most one query and what it needs."""
    behind = [(key, since) for key, since in asked if 0 < heads.get(key, 0) - since <= live.FURTHEST]
    changes = kind.changes(behind) if behind else {}
    return {one: _answer(heads[one[0]], one[1], changes.get(one)) for one in asked if one[0] in heads}


def _answer(head: int, since: int, changes: list[live.Frame] | None) -> Answer:
    if since >= head:
        return Answer(head, [])
    # A write may have come between the two queries: the answer ends where its last change does.
    return Answer(max([head, *(frame.version or 0 for frame in changes or ())]), changes)


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
        try:
            await self._level(topic.kind, [topic])
        except Exception as failure:
            # The next look of the watcher tries again: the database may be away for a moment.
            database_outage.report(logger, failure, "a topic's gap could not be filled yet")

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                await self.look()
            except Exception as failure:
                database_outage.report(logger, failure, "the look at the topics' heads failed")

    async def look(self) -> None:
        """Compare every topic that has listeners with the database: one query a kind, one more for what is missing."""
        by_kind: dict[live.TopicKind, list[Topic]] = defaultdict(list)
        for topic in self.hub.topics.values():
            by_kind[topic.kind].append(topic)
        behind = [await self._level(kind, topics, ON_ITS_WAY_SECONDS) for kind, topics in by_kind.items()]
        figures.behind = sum(behind)

    async def _level(self, kind: live.TopicKind, topics: list[Topic], patience: float = 0) -> int:
        """Tell the listeners of these topics what they lack; answers how many versions that was.

        What was committed a moment ago is on its way to them: `patience` is for how long that is believed.
        """
        watched = {topic.key: topic for topic in topics if topic.listeners and topic.version is not None}
        heads = await run_in_background_pool(kind.heads, watched.keys()) if watched else {}
        if _behind(watched, heads):
            await asyncio.sleep(patience)
        told = _behind(watched, heads)
        found = await run_in_background_pool(missed, kind, told.items(), heads) if told else {}
        for (key, _), answer in found.items():
            topic = watched[key]
            if answer.head > (topic.version or 0):
                self.hub.catch_up(topic, _lacking(topic, answer), answer.head)
        return sum(answer.head - since for (_, since), answer in found.items())


def _behind(watched: dict[UUID, Topic], heads: dict[UUID, int]) -> dict[UUID, int]:
    """The subjects whose listeners have been told less than there is → up to where."""
    return {key: watched[key].version or 0 for key, head in heads.items() if head > (watched[key].version or 0)}


def _lacking(topic: Topic, answer: Answer) -> list[tuple[int, bytes]]:
    """Every listener of a topic sees the same frames; where there are too many, one that says so."""
    changes = answer.changes
    if changes is None:
        changes = [live.Frame(topic.name, "topic.refresh", {}, answer.head)]
    return [(frame.version or 0, wire.frame_json(frame)) for frame in changes]
