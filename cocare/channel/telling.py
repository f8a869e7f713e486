"""Who must hear of new messages, and how: a notice without name or content, and fresh counts for open pages."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import F, Min
from django.urls import reverse

from cocare.core import live
from cocare.notifications import services

from . import audience, reading, search
from .models import Conversation, Message

AT_ONCE = 100
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
    unread = reading.unread_of(conversations, {key: {person for person, _ in some} for key, some in members.items()})
    writers = _writers(conversations)
    to_tell = {
        one.pk: {person for person, count in unread[one.pk].items() if count and writers[one.pk] - {person}}
        for one in conversations
    }
    search.index([(one.pk, one.told_seq, one.last_seq) for one in conversations])
    services.notify_all(kind=NEW_MESSAGE, notices=_notices(conversations, members, to_tell))
    live.publish_all(
        reading.count_frame(key, person, unread[key][person]) for key, people in to_tell.items() for person in people
    )
    _mark_told(conversations)


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
) -> set[services.NewNotification]:
    """A line in each inbox: "您有一条新消息", never who or what."""
    return {
        services.NewNotification(
            person_id=person,
            capacity=capacity,
            url=reverse("channel:conversation.show", args=[one.pk]),
            collapse_key=live.topic_name("conversation", one.pk),
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
