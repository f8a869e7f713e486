"""Live topics: what can be watched, and how a write becomes a frame.

PostgreSQL is the truth; a frame is a hint. Every live subject carries an integer version, raised under its row lock
by each write to it, so that whoever missed a frame can see that and ask for the changes since.

A service that has locked one subject says what changed in one line:

    live.bump("board", showcase, "board.progress", {"submitted": 12})

Where the frame itself carries the new version, or many subjects change at once, it takes the two steps by itself:

    versions = live.raise_versions(Inbox, inbox_ids)  # {id: new version}, one query
    frames = (Frame(live.topic_name("inbox", key), "inbox.changed", data, version) for key, version in versions.items())
    live.publish_all(frames)
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model

from .access import Actor, uuid_or_not_found
from .errors import NotFound


class Frame(NamedTuple):
    """What the wire carries of one change. Without a version it is a passing hint (typing) that nobody repairs."""

    topic: str
    what: str
    out: dict[str, Any]
    version: int | None = None


Since = tuple[UUID, int]

MAX_REPLAYED = 200
"""Changes that are replayed one by one; who is further behind reads the page anew."""


class TopicKind(Protocol):
    """One kind of live subject, offered by the app that owns it.

    Everything is asked for many at once: after a restart a thousand people come back in one second.
    """

    kind: str

    def may_watch(self, asked: Collection[tuple[Actor, UUID]]) -> set[tuple[Actor, UUID]]:
        """Return those of the pairs in which the actor may watch the subject now. One query a capacity."""

    def heads(self, keys: Collection[UUID]) -> dict[UUID, int]:
        """Return the present version of each subject. One query."""

    def changes(self, asked: Collection[Since]) -> dict[Since, list[Frame]]:
        """Return for each subject and version the frames after it, oldest first; those that aren't kept are left out.

        At most MAX_REPLAYED versions of one subject are asked for. One query and what belongs to it, for all.
        """


_kinds: dict[str, TopicKind] = {}


def register(kind: TopicKind) -> None:
    """Make a kind of topic known. Call it once, from the `ready()` of the app that owns it."""
    _kinds[kind.kind] = kind


def kinds() -> dict[str, TopicKind]:
    return dict(_kinds)


def topic_name(kind: str, key: UUID) -> str:
    """Return the topic of a subject on the wire: "conversation:018f…"."""
    return f"{kind}:{key}"


def parse_topic(topic: str) -> tuple[TopicKind, UUID]:
    """Return the kind and key of a topic from outside. Raise NotFound for what can't name one."""
    kind, _, key = topic.partition(":")
    if kind not in _kinds:
        raise NotFound
    return _kinds[kind], uuid_or_not_found(key)


_transports: list[Callable[[list[Frame]], None]] = []


def use_transport(send: Callable[[list[Frame]], None]) -> None:
    """Set what sends frames to the listeners of every process. It is called from any thread and must not block."""
    _transports[:] = [send]


# The column is named by the caller's model, never by what came from outside.
RAISE = "UPDATE {table} SET version = version + 1 WHERE {key} = ANY(%s) RETURNING {key}, version"


def raise_versions(model: type[Model], keys: Collection[UUID]) -> dict[UUID, int]:
    """Raise the versions of rows that the caller has locked. Return the new one of each that is there. One query."""
    quote, meta = connection.ops.quote_name, model._meta
    statement = RAISE.format(table=quote(meta.db_table), key=quote(str(meta.pk.column)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(keys)])
        return dict(cursor.fetchall())


def bump(kind: str, subject: Model, what: str, data: dict[str, Any] | None = None) -> int:
    """Raise the version of a row that the caller has locked, and publish the change on its topic after the commit.

    Return the new version, which `subject.version` has as well.
    """
    version = raise_versions(type(subject), [subject.pk])[subject.pk]
    subject.version = version  # type: ignore[attr-defined]  # every live subject has one
    publish(topic_name(kind, subject.pk), what, data, version=version)
    return version


def publish(topic: str, what: str, data: dict[str, Any] | None = None, *, version: int | None = None) -> None:
    """Send the topic's listeners a change, after the commit. A lost frame heals by its version: nothing is retried."""
    publish_all([Frame(topic, what, data or {}, version)])


def publish_all(frames: Iterable[Frame]) -> None:
    """Send many frames at once, after the commit."""
    collected = list(frames)
    transaction.on_commit(lambda: send_now(collected))


def send_now(frames: list[Frame]) -> None:
    """Send frames of a committed write, or hints, if this process has a transport."""
    for send in _transports:
        send(frames)
