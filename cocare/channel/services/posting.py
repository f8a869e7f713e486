"""The one way a message comes into the database: a batch, in one statement and one transaction.

The socket's batcher hands over what arrived within a loop tick; a form or the API hands over a batch of one.
`sending.prepare_message` has made each of them and decided on access. A `client_id` makes every send repeatable:
whatever is asked twice returns the message that is there, so a lost connection or a broken batch may be tried again.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from cocare.core import clock, database_outage, live
from cocare.core.errors import Busy, DomainError
from cocare.files.services import attach_files

from .. import serializers
from ..enums import POSTED
from ..errors import ConversationClosed
from ..models import Message, MessageFile
from .insertion import insert_messages
from .notify_requests import request_notifying
from .outgoing import Outcome, OutgoingMessage, SendResult

PURPOSE = "message"

logger = logging.getLogger(__name__)

Quotes = dict[UUID, dict[str, Any]]


def post_batch(items: Sequence[OutgoingMessage]) -> list[Outcome]:
    """Send all items. Return for each, in its position, what was sent or why not; never raise for one item's sake.

    Frames leave after the commit. Outside a transaction a lost connection is replaced and the batch tried once more.
    """
    unique = list({item.key: item for item in reversed(items)}.values())[::-1]
    try:
        outcomes = _attempt(unique)
    except (OperationalError, InterfaceError):
        outcomes = _attempt_again(unique)
    except (DatabaseError, DomainError):
        outcomes = _attempt_one_by_one(unique)
    return _with_repeated(items, dict(zip((item.key for item in unique), outcomes, strict=True)))


def _with_repeated(items: Sequence[OutgoingMessage], by_key: dict[Any, Outcome]) -> list[Outcome]:
    """The same send twice in one batch: both get the message, the first one made it."""
    seen, outcomes = set(), []
    for item in items:
        outcome = by_key[item.key]
        if item.key in seen and isinstance(outcome, SendResult):
            outcome = SendResult(outcome.conversation_id, outcome.message, created=False)
        seen.add(item.key)
        outcomes.append(outcome)
    return outcomes


def _attempt_again(items: list[OutgoingMessage]) -> list[Outcome]:
    if connection.in_atomic_block:
        raise Busy
    connection.close()
    try:
        return _attempt(items)
    except DatabaseError as failure:
        database_outage.log_failure(logger, failure, "a batch of %d messages could not be saved", len(items))
        return [Busy() for _ in items]


def _attempt_one_by_one(items: list[OutgoingMessage]) -> list[Outcome]:
    """A batch is refused as a whole (usually: a send repeated at this very moment), so each stands for itself."""
    outcomes: list[Outcome] = []
    for item in items:
        try:
            # The second look finds what the first could not see yet.
            outcomes += _attempt([item])
        except DomainError as refusal:
            outcomes.append(refusal)
        except DatabaseError as failure:
            database_outage.log_failure(logger, failure, "a message could not be saved")
            outcomes.append(Busy())
    return outcomes


def _attempt(items: list[OutgoingMessage]) -> list[Outcome]:
    now = clock.now()
    with _transaction(items):
        numbers = insert_messages(items, now)
        files = {position: _attach_files(items[position]) for position in numbers if items[position].files}
        quotes = _quotes({reply_to for position in numbers if (reply_to := items[position].reply_to)})
        created = {
            position: _result(items[position], seq, version, now, quotes, files.get(position))
            for position, (seq, version) in numbers.items()
        }
        rest = [item for position, item in enumerate(items) if position not in created]
        known = _sent_before(rest) if rest else {}
        _publish(created.values())
    return [created.get(position) or known.get(item.key) or ConversationClosed() for position, item in enumerate(items)]


def _transaction(items: list[OutgoingMessage]) -> AbstractContextManager:
    """None where the statement stands alone: it is one already, and BEGIN and COMMIT would double the ways."""
    alone = not connection.in_atomic_block and not any(item.files or item.reply_to for item in items)
    return nullcontext() if alone else transaction.atomic()


def _attach_files(item: OutgoingMessage) -> list[dict[str, Any]]:
    """Bind the files to the message that was just inserted. Raise NotFound for those that are not the sender's."""
    files = attach_files(actor=item.actor, files=item.files, purpose=PURPOSE)
    MessageFile.objects.bulk_create(
        MessageFile(message_id=item.id, file=file, place=place) for place, file in enumerate(files)
    )
    return [serializers.file(file) for file in files]


def _quotes(message_ids: Collection[UUID]) -> Quotes:
    """What replies show of the messages they answer. Read under locks: a text taken back meanwhile is in no frame."""
    if not message_ids:
        return {}
    rows = Message.objects.select_for_update(no_key=True).filter(pk__in=message_ids).order_by("pk")
    return {row.pk: serializers.quote(row) for row in rows}


def _result(
    item: OutgoingMessage,
    seq: int,
    version: int,
    now: datetime,
    quotes: Quotes,
    files: list[dict[str, Any]] | None = None,
) -> SendResult:
    message = serializers.message_fields(
        pk=item.id,
        seq=seq,
        version=version,
        author=(item.actor.person_id, item.name, item.title, item.actor.capacity),
        client_id=item.client_id,
        body=item.body,
        sent_at=now,
        reply=quotes.get(item.reply_to) if item.reply_to else None,
        files=files,
    )
    return SendResult(item.conversation_id, message, created=True)


def _sent_before(items: list[OutgoingMessage]) -> dict[tuple[UUID | None, UUID], SendResult]:
    """What earlier sends of the same client ids made, as it stands now."""
    rows = (
        Message.objects.filter(
            author__in={item.actor.person_id for item in items}, client_id__in={item.client_id for item in items}
        )
        .select_related("reply_to")
        .prefetch_related("attachments__file")
    )
    return {
        (row.author_id, row.client_id): SendResult(row.conversation_id, serializers.message(row), created=False)
        for row in rows
    }


def _publish(results: Iterable[SendResult]) -> None:
    frames = [
        live.Frame(
            live.topic_name("conversation", result.conversation_id), POSTED, result.message, result.message["version"]
        )
        for result in results
    ]
    if frames:
        # Robust: what is committed is sent, whatever becomes of the hint.
        transaction.on_commit(lambda: _after_commit(frames), robust=True)


def _after_commit(frames: list[live.Frame]) -> None:
    """The frames go out, and a job is asked to notify members who are not looking."""
    live.send_now(frames)
    request_notifying()
