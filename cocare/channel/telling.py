"""Who must hear of new messages, and how: a notice without name or content, and fresh counts for open pages."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import F, Min
from django.urls import reverse

from cocare.core import live
from cocare.notifications import services

from . import audience, search
from .enums import UNREAD
from .models import Conversation, Message, ReadMark

AT_ONCE = 100
COUNTED = 100  # above that a badge says 99+
NEW_MESSAGE = "message.new"

People = Mapping[UUID, set[UUID]]
"""Of each conversation some people."""


def tell_waiting() -> int:
    """Tell of everything above each conversation's `told_seq`; answers how many conversations that were."""
    told = 0
    while waiting := _waiting():
        tell(waiting)
        told += len(waiting)
    return told


def _waiting() -> list[Conversation]:
    rows = Conversation.objects.filter(told_seq__lt=F("last_seq")).select_related("school_class")
    return list(rows.order_by("pk")[:AT_ONCE])


@transaction.atomic
def tell(conversations: list[Conversation]) -> None:
    """Tell members who have something unread there. Authority is asked now: who lost it since the send hears nothing.

    As many queries for a hundred conversations as for one. All of it or nothing: what a crash leaves is told by the
    next look.
    """
    members = audience.members_of(conversations)
    unread = unread_of(conversations, {key: {person for person, _ in some} for key, some in members.items()})
    writers = _writers(conversations)
    to_tell = {
        one.pk: {person for person, count in unread[one.pk].items() if count and writers[one.pk] - {person}}
        for one in conversations
    }
    search.index([(one.pk, one.told_seq, one.last_seq) for one in conversations])
    services.notify_all(kind=NEW_MESSAGE, notices=_notices(conversations, members, to_tell))
    live.publish_all(
        live.Frame(live.name("inbox", person), UNREAD, {"conversation": str(key), "unread": unread[key][person]})
        for key, people in to_tell.items()
        for person in people
    )
    _mark_told(conversations)


def unread_of(conversations: Collection[Conversation], people: People) -> dict[UUID, dict[UUID, int]]:
    """How many of the last COUNTED messages of each, others' ones, each of these people has not read. Two queries."""
    everybody = set().union(*people.values())
    marks = ReadMark.objects.filter(conversation__in=conversations, person__in=everybody)
    read = {(where, person): seq for where, person, seq in marks.values_list("conversation", "person", "through")}
    own: dict[tuple[UUID, UUID | None], list[int]] = defaultdict(list)
    # `seq` has no holes, so the last of them are those above a number.
    last = Message.objects.filter(conversation__in=conversations, seq__gt=F("conversation__last_seq") - COUNTED)
    for where, author, seqs in last.order_by().values_list("conversation", "author").annotate(seqs=ArrayAgg("seq")):
        own[where, author] = seqs

    def count(one: Conversation, person: UUID) -> int:
        after = max(read.get((one.pk, person), 0), one.last_seq - COUNTED)
        return max(0, one.last_seq - after - sum(after < seq <= one.last_seq for seq in own[one.pk, person]))

    return {one.pk: {person: count(one, person) for person in people[one.pk]} for one in conversations}


def _writers(conversations: list[Conversation]) -> People:
    """Who wrote what is new and still stands."""
    rows = Message.objects.filter(
        conversation__in=conversations, seq__gt=F("conversation__told_seq"), recalled_at=None
    ).order_by()
    through = {one.pk: one.last_seq for one in conversations}
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for where, author, first in rows.values_list("conversation", "author").annotate(first=Min("seq")):
        if first <= through[where]:  # what came since is for the next look
            found[where].add(author)
    return found


def _notices(
    conversations: list[Conversation], members: Mapping[UUID, set[audience.Member]], to_tell: People
) -> set[services.Notice]:
    """A line in each inbox: "您有一条新消息", never who or what."""
    return {
        services.Notice(
            person_id=person,
            capacity=capacity,
            url=reverse("channel:conversation.show", args=[one.pk]),
            fold=live.name("conversation", one.pk),
            pupil_id=one.pupil_id,
        )
        for one in conversations
        for person, capacity in members[one.pk]
        if person in to_tell[one.pk]
    }


def _mark_told(conversations: list[Conversation]) -> None:
    """Last, since senders wait for these locks; in the order in which they take theirs."""
    rows = Conversation.objects.filter(pk__in=[one.pk for one in conversations])
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    for one in conversations:
        one.told_seq = one.last_seq
    Conversation.objects.bulk_update(conversations, ["told_seq"])
