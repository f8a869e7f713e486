"""Messages of a conversation: a part of the stream, what changed since a version, what a send made before."""

from collections import defaultdict
from collections.abc import Collection
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
    """With all that the wire tells of a message."""
    return rows.select_related("reply_to").prefetch_related("attachments__file")


def for_message_page() -> QuerySet[Message]:
    """Messages with all that their own page shows; for `load`."""
    return with_wire_fields(Message.objects.select_related("conversation"))


def sent_before(actor: Actor, client_id: UUID | None) -> Message | None:
    """The message that an earlier send with this client id made."""
    return Message.objects.filter(author=actor.person_id, client_id=client_id).first() if client_id else None


def messages(conversation: Conversation) -> QuerySet[Message]:
    """All of a conversation that the caller has loaded through a rule, oldest first."""
    return with_wire_fields(Message.objects.filter(conversation=conversation)).order_by("seq")


def messages_before(
    conversation: Conversation, before: int | None = None, count: int = PAGE
) -> tuple[list[Message], bool]:
    """The `count` messages before a seq (the newest without one), oldest first, and whether more lie above."""
    rows = messages(conversation).order_by("-seq")
    if before is not None:
        rows = rows.filter(seq__lt=before)
    found = list(rows[: count + 1])
    return found[:count][::-1], len(found) > count


def messages_after(conversation: Conversation, seq: int, count: int = PAGE) -> tuple[list[Message], bool]:
    """The `count` messages after a seq, and whether more lie below."""
    found = list(messages(conversation).filter(seq__gt=seq)[: count + 1])
    return found[:count], len(found) > count


def messages_at(conversation: Conversation, place: dict[str, int | None]) -> tuple[list[Message], bool, bool]:
    """A part of the stream, whether older messages lie above it and newer ones below. Two queries at most."""
    if place["after"] is not None:
        found, newer = messages_after(conversation, place["after"])
        return found, True, newer
    if place["at"] is not None and place["at"] < conversation.last_seq - PAGE // 2:
        found, more = messages_before(conversation, place["at"] + PAGE // 2)
        return found, more, True
    found, more = messages_before(conversation, place["before"])
    return found, more, False


def changes_since(asked: Collection[live.Since]) -> dict[live.Since, list[Message]]:
    """For each conversation and version the messages that changed after it, in the order of their last change."""
    keys, since = [key for key, _ in asked], [version for _, version in asked]
    found = RawSQL(CHANGED_SINCE, [keys, since])  # noqa: S611  # a fixed text with parameters
    rows = with_wire_fields(Message.objects.filter(pk__in=found)).order_by("version")
    by_conversation: dict[UUID, list[Message]] = defaultdict(list)
    for row in rows:
        by_conversation[row.conversation_id].append(row)
    return {(key, version): [row for row in by_conversation[key] if row.version > version] for key, version in asked}


def changes(conversation: Conversation, since: int) -> list[Message] | None:
    """The same for one that the caller has loaded through a rule; None where too much was missed."""
    if conversation.version - since > live.MAX_REPLAYED:
        return None
    return changes_since([(conversation.pk, since)])[conversation.pk, since]


def recent_files(conversation: Conversation, count: int = 6) -> list[File]:
    """The newest files of a conversation that the caller has loaded through a rule."""
    rows = MessageFile.objects.filter(message__conversation=conversation, message__recalled_at=None)
    return [row.file for row in rows.select_related("file").order_by("-message__seq", "place")[:count]]
