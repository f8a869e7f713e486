"""How far people have read, and what that leaves unread."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cocare.core.access import Actor, visible

from .. import rules
from ..models import Conversation, Message, ReadMark

COUNTED = 100  # above that a badge says 99+


def unread_count(actor: Actor) -> Coalesce:
    """Return an expression: how many messages of others lie above the actor's mark in the outer conversation."""
    through = ReadMark.objects.filter(conversation=OuterRef(OuterRef("pk")), person=actor.person_id).values("through")
    above = (
        Message.objects.filter(conversation=OuterRef("pk"), seq__gt=Coalesce(Subquery(through[:1]), 0))
        .exclude(author=actor.person_id)
        .order_by()
        .values("conversation")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(above), 0, output_field=IntegerField())


def unread_total(actor: Actor) -> int:
    """Return how many messages wait for the actor, over all conversations."""
    return sum(visible(Conversation, actor, rules.member).values_list(unread_count(actor), flat=True))


def unread_by_person(
    conversations: Collection[Conversation], people: Mapping[UUID, set[UUID]]
) -> dict[UUID, dict[UUID, int]]:
    """Return how many of the last COUNTED messages each of a conversation's people has not read, own ones left out.

    Two queries, however many conversations and people there are.
    """
    everybody: set[UUID] = set().union(*people.values())
    marks = ReadMark.objects.filter(conversation__in=conversations, person__in=everybody)
    read = {(key, person): seq for key, person, seq in marks.values_list("conversation", "person", "through")}
    own: dict[tuple[UUID, UUID | None], list[int]] = defaultdict(list)
    # `seq` has no holes, so the last of them are those above a number.
    last = Message.objects.filter(conversation__in=conversations, seq__gt=F("conversation__last_seq") - COUNTED)
    for key, author, seqs in last.order_by().values_list("conversation", "author").annotate(seqs=ArrayAgg("seq")):
        own[key, author] = seqs

    def count(conversation: Conversation, person: UUID) -> int:
        key, last_seq = conversation.pk, conversation.last_seq
        after = max(read.get((key, person), 0), last_seq - COUNTED)
        return max(0, last_seq - after - sum(after < seq <= last_seq for seq in own[key, person]))

    return {row.pk: {person: count(row, person) for person in people.get(row.pk, ())} for row in conversations}


# ---- read marks of one conversation that the caller has loaded through a rule


def _marks(conversation: Conversation) -> QuerySet[ReadMark]:
    return ReadMark.objects.filter(conversation=conversation)


def last_read_seq(conversation: Conversation, actor: Actor) -> int:
    """Return how far the actor has read."""
    return _marks(conversation).filter(person=actor.person_id).values_list("through", flat=True).first() or 0


def readers_of_messages(conversation: Conversation, messages: list[Message]) -> dict[UUID, int]:
    """Return how many people have read each message, by its id. Counts only, never who. One query."""
    marks = sorted(_marks(conversation).values_list("through", "person_id"))
    return {
        message.pk: sum(1 for seq, person in marks if seq >= message.seq and person != message.author_id)
        for message in messages
    }


def read_by_others(conversation: Conversation, actor: Actor) -> int:
    """Return the highest seq that anyone else in the conversation has read."""
    marks = _marks(conversation).exclude(person=actor.person_id).order_by("-through")
    return marks.values_list("through", flat=True).first() or 0
