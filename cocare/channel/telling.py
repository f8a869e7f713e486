"""Who must hear of new messages, and how: a notice without name or content, and fresh counts for open pages."""

from uuid import UUID

from django.db.models import F
from django.urls import reverse

from cocare.core import live
from cocare.notifications import services

from . import audience, search
from .enums import UNREAD
from .models import Conversation, Message, ReadMark

AT_ONCE = 200
COUNTED = 100  # above that a badge says 99+
NEW_MESSAGE = "message.new"


def tell_waiting() -> int:
    """Tell of everything above each conversation's `told_seq`; answers how many conversations that were."""
    told = 0
    while waiting := _waiting():
        for conversation in waiting:
            tell(conversation)
        told += len(waiting)
    return told


def _waiting() -> list[Conversation]:
    rows = Conversation.objects.filter(told_seq__lt=F("last_seq")).select_related("school_class")
    return list(rows.prefetch_related("participants").order_by("pk")[:AT_ONCE])


def tell(conversation: Conversation) -> None:
    """Tell members who have something unread here. Authority is asked now: who lost it since the send hears nothing."""
    members = audience.members(conversation)
    counts = unread_of(conversation, {person for person, _capacity in members})
    news = set(
        Message.objects.filter(
            conversation=conversation, seq__gt=conversation.told_seq, seq__lte=conversation.last_seq, recalled_at=None
        ).values_list("author", flat=True)
    )
    search.index([conversation.pk], conversation.told_seq, conversation.last_seq)
    to_tell = {person for person, unread in counts.items() if unread and news - {person}}
    Conversation.objects.filter(pk=conversation.pk).update(told_seq=conversation.last_seq)
    notify(conversation, members, to_tell)
    live.carry(
        [
            live.Frame(
                live.name("inbox", person), UNREAD, {"conversation": str(conversation.pk), "unread": counts[person]}
            )
            for person in to_tell
        ]
    )


def unread_of(conversation: Conversation, people: set[UUID]) -> dict[UUID, int]:
    """How many of the last messages, others' ones, each of these people has not read here. Two queries."""
    through = dict(
        ReadMark.objects.filter(conversation=conversation, person__in=people).values_list("person", "through")
    )
    rows = list(
        Message.objects.filter(conversation=conversation).order_by("-seq").values_list("seq", "author")[:COUNTED]
    )
    return {
        person: sum(1 for seq, author in rows if seq > through.get(person, 0) and author != person) for person in people
    }


def notify(conversation: Conversation, members: set[audience.Member], people: set[UUID]) -> None:
    """A line in each inbox: "您有一条新消息", never who or what."""
    for capacity in sorted({capacity for _person, capacity in members}):
        told = {person for person, held in members if held == capacity and person in people}
        services.notify(
            person_ids=told,
            kind=NEW_MESSAGE,
            url=reverse("channel:conversation.show", args=[conversation.pk]),
            capacity=capacity,
            fold=live.name("conversation", conversation.pk),
            pupil_id=conversation.pupil_id,
        )
