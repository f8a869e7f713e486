"""How far people have read, and what that leaves unread.

A class reads a post within seconds, so marks come by the dozen: those of one moment go into one transaction.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection, transaction
from django.db.models import F

from cocare.core import clock, live
from cocare.core.access import Actor
from cocare.core.access.bulk import visible_pairs
from cocare.core.coalescing import Coalescer
from cocare.core.ids import uuid7
from cocare.notifications.services import mark_collapsed_read

from . import rules
from .enums import READ, UNREAD, Kind
from .models import Conversation, Message, ReadMark

COUNTED = 100  # above that a badge says 99+

# In one order, so that two batches never wait for each other in a circle. Answers those that went on.
MARK = """
INSERT INTO channel_readmark AS mark (id, conversation_id, person_id, through, at)
SELECT said.id, said.conversation_id, said.person_id, said.through, %s
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::bigint[]) AS said(id, conversation_id, person_id, through)
ORDER BY said.conversation_id, said.person_id
ON CONFLICT (conversation_id, person_id) DO UPDATE SET through = excluded.through, at = excluded.at
WHERE mark.through < excluded.through
RETURNING mark.conversation_id, mark.person_id
"""

Reader = tuple[UUID, UUID]
"""A conversation, and a person there."""


class Read(NamedTuple):
    """Somebody has read a conversation up to a `seq`."""

    actor: Actor
    conversation_id: UUID
    through: int

    @property
    def reader(self) -> Reader:
        return self.conversation_id, self.actor.person_id


@transaction.atomic
def mark(reads: Collection[Read]) -> dict[Read, int]:
    """Note how far each has read; never back, never past the end. Answers how many stay unread.

    Who does not belong to the conversation has no answer. As many queries for many as for one.
    """
    allowed = visible_pairs(Conversation, {(one.actor, one.conversation_id) for one in reads}, rules.member)
    seen = [one for one in reads if (one.actor, one.conversation_id) in allowed]
    rooms = Conversation.objects.in_bulk({one.conversation_id for one in seen})
    reached: dict[Reader, int] = defaultdict(int)
    for one in seen:
        reached[one.reader] = max(reached[one.reader], min(one.through, rooms[one.conversation_id].last_seq))
    went_on = _move(reached)
    unread = _left(rooms, reached)
    mark_collapsed_read(
        [(person, live.topic_name("conversation", room)) for (room, person), left in unread.items() if not left]
    )
    # A class is told nothing: whose mark it is must not reach other parents.
    told = {key: reached[key] for key in went_on if reached[key] and rooms[key[0]].kind != Kind.CLASS}
    live.publish_all([*map(_read, told.items()), *(count_frame(*reader, left) for reader, left in unread.items())])
    return {one: unread[one.reader] for one in seen}


marks = Coalescer(mark)
"""The socket's way there: what is said at the same moment is marked together."""


def _move(reached: Mapping[Reader, int]) -> list[Reader]:
    """The marks that are further than they were."""
    if not reached:
        return []
    rows = [(uuid7(), room, person, through) for (room, person), through in reached.items()]
    with connection.cursor() as cursor:
        cursor.execute(MARK, [clock.now(), *(list(column) for column in zip(*rows, strict=True))])
        return cursor.fetchall()


def _left(rooms: Mapping[UUID, Conversation], reached: Mapping[Reader, int]) -> dict[Reader, int]:
    """What each has unread. Who is at the end needs no count, and nearly everybody is."""
    behind: dict[UUID, set[UUID]] = defaultdict(set)
    for (room, person), through in reached.items():
        if through < rooms[room].last_seq:
            behind[room].add(person)
    counts = unread_of([rooms[room] for room in behind], behind) if behind else {}
    return {(room, person): counts.get(room, {}).get(person, 0) for room, person in reached}


def unread_of(conversations: Collection[Conversation], people: Mapping[UUID, set[UUID]]) -> dict[UUID, dict[UUID, int]]:
    """How many of the last COUNTED messages of each, others' ones, each of its people has not read. Two queries."""
    everybody = set().union(*people.values())
    rows = ReadMark.objects.filter(conversation__in=conversations, person__in=everybody)
    read = {(room, person): seq for room, person, seq in rows.values_list("conversation", "person", "through")}
    own: dict[tuple[UUID, UUID | None], list[int]] = defaultdict(list)
    # `seq` has no holes, so the last of them are those above a number.
    last = Message.objects.filter(conversation__in=conversations, seq__gt=F("conversation__last_seq") - COUNTED)
    for room, author, seqs in last.order_by().values_list("conversation", "author").annotate(seqs=ArrayAgg("seq")):
        own[room, author] = seqs

    def count(one: Conversation, person: UUID) -> int:
        after = max(read.get((one.pk, person), 0), one.last_seq - COUNTED)
        return max(0, one.last_seq - after - sum(after < seq <= one.last_seq for seq in own[one.pk, person]))

    return {one.pk: {person: count(one, person) for person in people[one.pk]} for one in conversations}


def _read(mark: tuple[Reader, int]) -> live.Frame:
    (room, person), through = mark
    return live.Frame(live.topic_name("conversation", room), READ, {"person": str(person), "through": through})


def count_frame(room: UUID, person: UUID, unread: int) -> live.Frame:
    """What a person's open pages hear of a conversation's badge."""
    return live.Frame(live.topic_name("inbox", person), UNREAD, {"conversation": str(room), "unread": unread})
