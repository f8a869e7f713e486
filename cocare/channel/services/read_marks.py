"""How far people have read, and what that leaves unread.

A class reads a post within seconds, so marks come by the dozen: those of one moment go into one transaction.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from cocare.core import clock, live
from cocare.core.access import Actor
from cocare.core.access.bulk import visible_pairs
from cocare.core.coalescing import Coalescer
from cocare.core.conversation_kinds import kind_of
from cocare.core.errors import NotFound
from cocare.core.ids import uuid7
from cocare.notifications.services import mark_seen_things_read

from .. import rules
from ..enums import READ, UNREAD
from ..models import Conversation
from ..queries.unread import unread_by_person

# In one order, so that two batches never wait for each other in a circle. Returns those that went on.
SAVE_MARKS = """
INSERT INTO channel_readmark AS mark (id, conversation_id, person_id, through, at)
SELECT news.id, news.conversation_id, news.person_id, news.through, %s
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::bigint[]) AS news(id, conversation_id, person_id, through)
ORDER BY news.conversation_id, news.person_id
ON CONFLICT (conversation_id, person_id) DO UPDATE SET through = excluded.through, at = excluded.at
WHERE mark.through < excluded.through
RETURNING mark.conversation_id, mark.person_id
"""

Reader = tuple[UUID, UUID]
"""A conversation, and a person there."""


class ReadUpTo(NamedTuple):
    """Somebody has read a conversation up to a `seq`."""

    actor: Actor
    conversation_id: UUID
    through: int

    @property
    def reader(self) -> Reader:
        return self.conversation_id, self.actor.acting_person_id


@transaction.atomic
def save_read_marks(reads: Collection[ReadUpTo]) -> dict[ReadUpTo, int]:
    """Save how far each has read; never back, never past the end. Return how many messages stay unread for each.

    Whoever does not belong to the conversation is left out. As many queries for many as for one.
    """
    allowed = visible_pairs(Conversation, {(read.actor, read.conversation_id) for read in reads}, rules.member)
    permitted = [read for read in reads if (read.actor, read.conversation_id) in allowed]
    conversations = Conversation.objects.in_bulk({read.conversation_id for read in permitted})
    reached: dict[Reader, int] = defaultdict(int)
    for read in permitted:
        last_seq = conversations[read.conversation_id].last_seq
        reached[read.reader] = max(reached[read.reader], min(read.through, last_seq))
    moved = _move_forward(reached)
    unread = _unread(conversations, reached)
    mark_seen_things_read(
        [(person, live.topic_name("conversation", key)) for (key, person), count in unread.items() if not count]
    )
    live.publish_all(
        [
            *(
                _read_frame(*reader, reached[reader])
                for reader in moved
                # Whose mark it is may be heard only where the kind says so.
                if reached[reader] and kind_of(conversations[reader[0]]).shares_read_marks
            ),
            *(unread_frame(*reader, count) for reader, count in unread.items()),
        ]
    )
    return {read: unread[read.reader] for read in permitted}


coalesced_read_marks = Coalescer(save_read_marks)
"""The socket's way there: what is read at the same moment is saved together."""


def mark_read(*, actor: Actor, conversation: Conversation, through: int) -> int:
    """Save that the actor has read up to `through`. Return how many messages stay unread. Raise NotFound."""
    read = ReadUpTo(actor, conversation.pk, through)
    unread = save_read_marks([read])
    if read not in unread:
        raise NotFound
    return unread[read]


def _move_forward(reached: Mapping[Reader, int]) -> list[Reader]:
    """Save the marks. Return those that are further than they were."""
    if not reached:
        return []
    rows = [(uuid7(), conversation, person, through) for (conversation, person), through in reached.items()]
    with connection.cursor() as cursor:
        cursor.execute(SAVE_MARKS, [clock.now(), *(list(column) for column in zip(*rows, strict=True))])
        return cursor.fetchall()


def _unread(conversations: Mapping[UUID, Conversation], reached: Mapping[Reader, int]) -> dict[Reader, int]:
    """Return what each has unread. Whoever is at the end needs no count, and nearly everybody is."""
    behind: dict[UUID, set[UUID]] = defaultdict(set)
    for (key, person), through in reached.items():
        if through < conversations[key].last_seq:
            behind[key].add(person)
    counts = unread_by_person([conversations[key] for key in behind], behind) if behind else {}
    return {(key, person): counts.get(key, {}).get(person, 0) for key, person in reached}


def _read_frame(conversation: UUID, person: UUID, through: int) -> live.Frame:
    return live.Frame(live.topic_name("conversation", conversation), READ, {"person": str(person), "through": through})


def unread_frame(conversation: UUID, person: UUID, unread: int) -> live.Frame:
    """Return what a person's open pages hear of a conversation's badge."""
    return live.Frame(live.topic_name("inbox", person), UNREAD, {"conversation": str(conversation), "unread": unread})
