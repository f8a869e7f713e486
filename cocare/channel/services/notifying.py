"""Notifying members of new messages: a line in the inbox without name or content, and fresh counts for open pages."""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import F, Min
from django.urls import reverse

from cocare.core import live
from cocare.core.conversation_kinds import ConversationKind, Member, all_kinds, by_kind, kind_of
from cocare.notifications import services as notifications

from ..models import Conversation, Message
from ..queries.unread import unread_by_person
from .read_marks import unread_frame
from .search_index import index_messages

logger = logging.getLogger(__name__)

AT_ONCE = 100
NEW_MESSAGE = ConversationKind.notification

PeopleByConversation = Mapping[UUID, set[UUID]]


def notify_waiting() -> int:
    """Notify of everything above each conversation's `notified_seq`. Return how many conversations that were.

    A kind of conversation that fails keeps only its own waiting; its failure is raised once all others are done.
    """
    notified = 0
    failures: dict[str, Exception] = {}
    while waiting := _waiting(without=failures):
        for kind, conversations in by_kind(waiting).items():
            try:
                notify_and_index(conversations)
            except Exception as failure:
                logger.exception("members of %d conversations (%s) not notified", len(conversations), kind.value)
                failures[kind.value] = failure
            else:
                notified += len(conversations)
    if failures:
        raise next(iter(failures.values()))
    return notified


def _waiting(without: Collection[str]) -> list[Conversation]:
    kinds = [kind.value for kind in all_kinds() if kind.value not in without]
    rows = Conversation.objects.filter(notified_seq__lt=F("last_seq"), kind__in=kinds)
    return list(rows.order_by("pk")[:AT_ONCE])


@transaction.atomic
def notify_and_index(conversations: list[Conversation]) -> None:
    """Notify members who have something unread in these conversations of one kind, and index the words of what is new.

    Authority is asked now: whoever lost it since the send hears nothing. As many queries for a hundred conversations
    as for one. All of it or nothing: what a crash leaves, the next look finds.
    """
    kind = kind_of(conversations[0])
    anchors = kind.load_anchors(conversations)
    members = kind.members_of(anchors)
    unread = unread_by_person(conversations, {key: {person for person, _ in group} for key, group in members.items()})
    authors = _authors(conversations)
    addressees = {
        key: {person for person, count in counts.items() if count and authors[key] - {person}}
        for key, counts in unread.items()
    }
    index_messages([(row.pk, row.notified_seq, row.last_seq) for row in conversations])
    about = {key: kind.pupil_id(anchor) for key, anchor in anchors.items()}
    notices = _notices(members, addressees, about)
    notifications.notify_all(kind=kind.notification, notices=notices)
    live.publish_all(
        unread_frame(key, person, unread[key][person]) for key, people in addressees.items() for person in people
    )
    _mark_notified(conversations)


def _authors(conversations: list[Conversation]) -> PeopleByConversation:
    """Return who wrote what is new and still stands."""
    rows = Message.objects.filter(
        conversation__in=conversations, seq__gt=F("conversation__notified_seq"), recalled_at=None
    ).order_by()
    last_seq = {conversation.pk: conversation.last_seq for conversation in conversations}
    authors: dict[UUID, set[UUID]] = defaultdict(set)
    for key, author, first in rows.values_list("conversation", "author").annotate(first=Min("seq")):
        if first <= last_seq[key]:  # what came since is for the next look
            authors[key].add(author)
    return authors


def _notices(
    members: Mapping[UUID, set[Member]], addressees: PeopleByConversation, about: Mapping[UUID, UUID | None]
) -> set[notifications.NewNotification]:
    """Return a line for each inbox: "您有一条新消息", never who or what."""
    return {
        notifications.NewNotification(
            person_id=person,
            capacity=capacity,
            url=reverse("channel:conversation.show", args=[key]),
            collapse_key=live.topic_name("conversation", key),
            pupil_id=about[key],
        )
        for key, group in members.items()
        for person, capacity in group
        if person in addressees[key]
    }


def _mark_notified(conversations: list[Conversation]) -> None:
    """Last, since senders wait for these locks; in the order in which they take theirs."""
    rows = Conversation.objects.filter(pk__in=[conversation.pk for conversation in conversations])
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    for conversation in conversations:
        conversation.notified_seq = conversation.last_seq
    Conversation.objects.bulk_update(conversations, ["notified_seq"])
