"""Messages of a conversation: a part of the stream, what changed since a version, what a send made before."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from cocare.core import live
from cocare.core.access import Actor
from cocare.files.models import File

from ..models import Conversation, Message, MessageFile

PAGE = 40

# From the list that is asked about into the index: a condition per conversation would be a text of a hundred ORs.
CHANGED_SINCE = """
SELECT message.id FROM unnest(%s::uuid[], %s::bigint[]) AS asked(conversation, version)
JOIN channel_message message ON message.conversation_id = asked.conversation AND message.version > asked.version
"""


def with_wire_fields(rows: QuerySet[Message]) -> QuerySet[Message]:
    """Return the messages with all that the wire tells of each."""
    return rows.select_related("reply_to").prefetch_related("attachments__file")


def for_message_page() -> QuerySet[Message]:
    """Return messages with all that their own page shows; for `load`."""
    return with_wire_fields(Message.objects.select_related("conversation"))


def sent_before(actor: Actor, client_id: UUID | None) -> Message | None:
    """Return the message that an earlier send with this client id made."""
    return Message.objects.filter(author=actor.person_id, client_id=client_id).first() if client_id else None


def messages(conversation: Conversation) -> QuerySet[Message]:
    """Return all of a conversation that the caller has loaded through a rule, oldest first."""
    return with_wire_fields(Message.objects.filter(conversation=conversation)).order_by("seq")


class StreamPosition(NamedTuple):
    """Which part of the stream: before a seq, after one, or around one. The newest when none is named."""

    before: int | None = None
    after: int | None = None
    around: int | None = None


class StreamPart(NamedTuple):
    """Messages that follow one another, oldest first, and whether the conversation goes on above and below them."""

    messages: list[Message]
    has_older: bool
    has_newer: bool


def stream_part(conversation: Conversation, position: StreamPosition) -> StreamPart:
    """Return about PAGE messages. Two queries at most."""
    if position.after is not None:
        return _after(conversation, position.after)
    if position.around is not None and position.around < conversation.last_seq - PAGE // 2:
        return _before(conversation, position.around + PAGE // 2)._replace(has_newer=True)
    return _before(conversation, position.before)


def _before(conversation: Conversation, seq: int | None) -> StreamPart:
    rows = messages(conversation).order_by("-seq")
    if seq is not None:
        rows = rows.filter(seq__lt=seq)
    newest_first = list(rows[: PAGE + 1])
    return StreamPart(newest_first[:PAGE][::-1], has_older=len(newest_first) > PAGE, has_newer=False)


def _after(conversation: Conversation, seq: int) -> StreamPart:
    rows = list(messages(conversation).filter(seq__gt=seq)[: PAGE + 1])
    return StreamPart(rows[:PAGE], has_older=True, has_newer=len(rows) > PAGE)


def changes_by_version(versions: Collection[live.Since]) -> dict[live.Since, list[Message]]:
    """Return for each conversation and version the messages that changed after it, in the order of that change."""
    keys, since = [key for key, _ in versions], [version for _, version in versions]
    changed = RawSQL(CHANGED_SINCE, [keys, since])  # noqa: S611  # a fixed text with parameters
    rows = with_wire_fields(Message.objects.filter(pk__in=changed)).order_by("version")
    by_conversation: dict[UUID, list[Message]] = defaultdict(list)
    for row in rows:
        by_conversation[row.conversation_id].append(row)
    return {(key, version): [row for row in by_conversation[key] if row.version > version] for key, version in versions}


def changed_messages(conversation: Conversation, since: int) -> list[Message] | None:
    """Return the same for a conversation that the caller has loaded through a rule; None where too much was missed."""
    if conversation.version - since > live.MAX_REPLAYED:
        return None
    return changes_by_version([(conversation.pk, since)])[conversation.pk, since]


def recent_files(conversation: Conversation, count: int = 6) -> list[File]:
    """Return the newest files of a conversation that the caller has loaded through a rule."""
    rows = MessageFile.objects.filter(message__conversation=conversation, message__recalled_at=None)
    return [row.file for row in rows.select_related("file").order_by("-message__seq", "place")[:count]]
