"""The one way a message comes into the database: a batch, in one statement and one transaction.

The socket's batcher hands over what arrived within a loop tick; a form or the API hands over a batch of one. Access
and form were checked before. A `client_id` makes every send repeatable: whatever is asked twice is answered with the
message that is there, so a lost connection or a broken batch may simply be tried again.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from cocare.core import clock, database_outage, live
from cocare.core.access import Actor
from cocare.core.errors import Busy, DomainError
from cocare.core.ids import uuid7, uuid7_text
from cocare.core.prepared_statements import fetch_prepared
from cocare.files.services import attach

from . import wire
from .enums import POSTED
from .errors import Closed
from .models import Message, MessageFile

PURPOSE = "message"

logger = logging.getLogger(__name__)

# Rows are locked in the order of their ids, so that two batches never wait for each other in a circle, and without
# their keys, so that a read mark or a file that refers to the conversation does not wait for the disk. `seq` and
# `version` count up from the locked row, and only for what is not there yet: a repeated send leaves no hole.
INSERT = """
WITH item AS MATERIALIZED (
  SELECT * FROM json_to_recordset(%(items)s::json) AS t(
    place int, id uuid, conversation_id uuid, author_id uuid, capacity text, name text, title text, body text,
    reply_to uuid, client_id uuid, account_id uuid, audit_id uuid)
), locked AS (
  SELECT id, last_seq, version FROM channel_conversation
  WHERE id IN (SELECT conversation_id FROM item) AND closed_at IS NULL ORDER BY id FOR NO KEY UPDATE
), numbered AS (
  SELECT item.*,
         locked.last_seq + row_number() OVER (PARTITION BY locked.id ORDER BY item.place) AS seq,
         locked.version + row_number() OVER (PARTITION BY locked.id ORDER BY item.place) AS version
  FROM item JOIN locked ON locked.id = item.conversation_id
  WHERE NOT EXISTS (SELECT 1 FROM channel_message known
                    WHERE known.author_id = item.author_id AND known.client_id = item.client_id)
), raised AS (
  UPDATE channel_conversation SET last_seq = top.seq, version = top.version, last_message_at = %(now)s
  FROM (SELECT conversation_id, max(seq) AS seq, max(version) AS version FROM numbered GROUP BY 1) top
  WHERE channel_conversation.id = top.conversation_id
), inserted AS (
  INSERT INTO channel_message (id, conversation_id, seq, version, kind, author_id, author_capacity, author_name,
                               author_title, body, reply_to_id, client_id, sent_at)
  SELECT id, conversation_id, seq, version, 'text', author_id, capacity, name, title, body, reply_to, client_id,
         %(now)s
  FROM numbered
), audited AS (
  INSERT INTO core_auditevent (id, at, account_id, person_id, capacity, verb, subject_type, subject_id, facts)
  SELECT audit_id, %(now)s, account_id, author_id, capacity, 'message.send', 'channel.message', id, '{}'::jsonb
  FROM numbered
)
SELECT place, seq, version FROM numbered
"""


@dataclass(slots=True)  # frozen would cost as much as all its checks
class Item:
    """One message to send. Whether `actor` may was decided before; `name` and `title` are kept with the message."""

    actor: Actor
    conversation_id: UUID
    client_id: UUID
    body: str
    name: str
    title: str = ""
    reply_to: UUID | None = None
    files: tuple[UUID, ...] = ()
    id: UUID = field(default_factory=uuid7)

    @property
    def key(self) -> tuple[UUID | None, UUID]:
        return self.actor.person_id, self.client_id


@dataclass(frozen=True, slots=True)
class Sent:
    """The message on the wire, its conversation, and whether this very send made it."""

    conversation_id: UUID
    message: dict[str, Any]
    created: bool


Outcome = Sent | DomainError


def post_batch(items: Sequence[Item]) -> list[Outcome]:
    """Send all items, each answered in its place with what was sent or why not. Never raises for one item's sake.

    Frames leave after the commit. Outside a transaction a lost connection is replaced and the batch tried once more.
    """
    unique = list({item.key: item for item in reversed(items)}.values())[::-1]
    try:
        done = _attempt(unique)
    except (OperationalError, InterfaceError):
        done = _once_more(unique)
    except (DatabaseError, DomainError):
        done = _one_by_one(unique)
    answers = dict(zip((item.key for item in unique), done, strict=True))
    return _repeated(items, answers)


def _repeated(items: Sequence[Item], answers: dict) -> list[Outcome]:
    """The same send twice in one batch: both get the message, the first one made it."""
    seen, outcomes = set(), []
    for item in items:
        outcome = answers[item.key]
        if item.key in seen and isinstance(outcome, Sent):
            outcome = Sent(outcome.conversation_id, outcome.message, created=False)
        seen.add(item.key)
        outcomes.append(outcome)
    return outcomes


def _once_more(items: list[Item]) -> list[Outcome]:
    if connection.in_atomic_block:
        raise Busy
    connection.close()
    try:
        return _attempt(items)
    except DatabaseError as failure:
        database_outage.report(logger, failure, "a batch of %d messages could not be saved", len(items))
        return [Busy() for _ in items]


def _one_by_one(items: list[Item]) -> list[Outcome]:
    """A batch is refused as a whole (usually: a send repeated at this very moment), so each stands for itself."""
    outcomes: list[Outcome] = []
    for item in items:
        try:
            # The second look finds what the first could not see yet.
            outcomes += _attempt([item])
        except DomainError as refused:
            outcomes.append(refused)
        except DatabaseError as failure:
            database_outage.report(logger, failure, "a message could not be saved")
            outcomes.append(Busy())
    return outcomes


def _attempt(items: list[Item]) -> list[Outcome]:
    now = clock.now()
    with _transaction(items):
        placed = {
            place: (seq, version) for place, seq, version in fetch_prepared(INSERT, {"now": now, "items": _json(items)})
        }
        bound = {place: _attach(items[place]) for place in placed if items[place].files}
        quotes = _quotes({items[place].reply_to for place in placed} - {None})
        made = {
            place: _sent(items[place], seq, version, now, quotes, bound.get(place))
            for place, (seq, version) in placed.items()
        }
        left = [item for place, item in enumerate(items) if place not in made]
        known = _known(left) if left else {}
        _publish(made.values())
    return [made.get(place) or known.get(item.key) or Closed() for place, item in enumerate(items)]


def _transaction(items: list[Item]) -> AbstractContextManager:
    """None where the statement stands alone: it is one already, and BEGIN and COMMIT would double the ways."""
    alone = not connection.in_atomic_block and not any(item.files or item.reply_to for item in items)
    return nullcontext() if alone else transaction.atomic()


def _json(items: list[Item]) -> str:
    """All items in one parameter: of a list a column, as arrays, the driver would write every element by itself."""
    rows = [
        {
            "place": place,
            "id": item.id,
            "conversation_id": item.conversation_id,
            "author_id": item.actor.person_id,
            "capacity": item.actor.capacity,
            "name": item.name,
            "title": item.title,
            "body": item.body,
            "reply_to": item.reply_to,
            "client_id": item.client_id,
            "account_id": item.actor.account_id,
            "audit_id": uuid7_text(),
        }
        for place, item in enumerate(items)
    ]
    return orjson.dumps(rows).decode()


def _attach(item: Item) -> list[dict[str, Any]]:
    """Bind the files to the message that was just inserted. Raises NotFound for those that aren't the sender's."""
    found = attach(actor=item.actor, files=item.files, purpose=PURPOSE)
    MessageFile.objects.bulk_create(
        MessageFile(message_id=item.id, file=file, place=place) for place, file in enumerate(found)
    )
    return [wire.file(file) for file in found]


def _quotes(wanted: Collection[UUID | None]) -> dict[UUID | None, dict[str, Any] | None]:
    """What replies show of the messages they answer. Read under locks: a text taken back meanwhile is in no frame."""
    if not wanted:
        return {}
    rows = Message.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    return {row.pk: wire.quote(row) for row in rows}


def _sent(item: Item, seq: int, version: int, now, quotes, files: list[dict[str, Any]] | None = None) -> Sent:
    message = wire.fields(
        pk=item.id,
        seq=seq,
        version=version,
        author=(item.actor.person_id, item.name, item.title, item.actor.capacity),
        client_id=item.client_id,
        body=item.body,
        sent_at=now,
        reply=quotes.get(item.reply_to),
        files=files,
    )
    return Sent(item.conversation_id, message, created=True)


def _known(items: list[Item]) -> dict[tuple, Sent]:
    """What earlier sends of the same client ids made, as it stands now."""
    rows = (
        Message.objects.filter(
            author__in={item.actor.person_id for item in items}, client_id__in={item.client_id for item in items}
        )
        .select_related("reply_to")
        .prefetch_related("attachments__file")
    )
    return {(row.author_id, row.client_id): Sent(row.conversation_id, wire.message(row), created=False) for row in rows}


def _publish(made: Iterable[Sent]) -> None:
    frames = [
        live.Frame(live.topic_name("conversation", sent.conversation_id), POSTED, sent.message, sent.message["version"])
        for sent in made
    ]
    if frames:
        # Robust: what is committed is sent, whatever becomes of the hint.
        transaction.on_commit(lambda: _after(frames), robust=True)


def _after(frames: list[live.Frame]) -> None:
    """After the commit: the frames go out, and a job is asked to tell who is not looking."""
    from . import jobs  # jobs stands on the services, which stand on this module

    live.send_now(frames)
    jobs.tell_soon()
