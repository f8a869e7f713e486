"""Conversations of one person, and what they are called."""

from collections.abc import Collection
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cocare.core.access import Actor, visible
from cocare.core.contributions import TodayItem
from cocare.core.conversation_kinds import all_kinds, anchored_kind, attach_anchors, kind_of

from .. import rules
from ..models import Conversation, Message
from .unread import unread_count

SHOWN_TODAY = 5

# By key: compared with the conversations' own column, the planner would read every message of them.
AT_THE_END = """
SELECT message.id FROM unnest(%s::uuid[], %s::bigint[]) AS asked(conversation, seq)
JOIN channel_message message ON message.conversation_id = asked.conversation AND message.seq = asked.seq
"""


def conversations(actor: Actor) -> QuerySet[Conversation]:
    """Return the actor's conversations, newest first, each with its number of `unread` messages.

    Whoever shows their titles attaches the anchors (`attach_anchors`).
    """
    return (
        visible(Conversation, actor, rules.member)
        .annotate(unread=unread_count(actor))  # type: ignore[no-redef]  # the model says its type
        .order_by(F("last_message_at").desc(nulls_last=True), "-pk")
    )


def with_name(conversations: QuerySet[Conversation], actor: Actor, text: str) -> QuerySet[Conversation]:
    """Return those whose child, class, other participant … has `text` in the name."""
    if not text:
        return conversations
    return conversations.filter(reduce(or_, (kind.matching(conversations, actor, text) for kind in all_kinds())))


def title(conversation: Conversation, actor: Actor) -> str:
    """Return what the conversation is called for this reader: the child, the class, the other person."""
    return kind_of(conversation).title(conversation.anchor, actor)


def last_messages(conversations: Collection[Conversation]) -> dict[UUID, Message]:
    """Return the newest message by conversation id. One query."""
    ends = [[conversation.pk for conversation in conversations], [row.last_seq for row in conversations]]
    rows = Message.objects.filter(pk__in=RawSQL(AT_THE_END, ends))  # noqa: S611  # ids as parameters
    return {row.conversation_id: row for row in rows}


def answer_threads(conversation: Conversation, actor: Actor) -> list[Conversation]:
    """Return the conversations in which this reader answers what is written in this one, their anchors attached."""
    kind = kind_of(conversation)
    keys = [anchor.pk for anchor in kind.answer_anchors(conversation.anchor, actor)]
    if not keys:
        return []
    field = anchored_kind(kind.answered_in).anchor_field
    rows = visible(Conversation, actor, rules.member).filter(kind=kind.answered_in, **{f"{field}__in": keys})
    threads = sorted(rows, key=lambda thread: keys.index(getattr(thread, field)))
    attach_anchors(threads)
    return threads


def today(actor: Actor) -> list[TodayItem]:
    """Return the conversations in which something waits to be read."""
    rows = conversations(actor).filter(unread__gt=0)  # type: ignore[misc]  # annotated there
    waiting = list(rows[:SHOWN_TODAY])
    attach_anchors(waiting)
    return [
        TodayItem(
            title=title(conversation, actor),
            detail=_new_messages(conversation.unread),
            url=reverse("channel:conversation.show", args=[conversation.pk]),
            minutes=1,
            action=_("Read"),
        )
        for conversation in waiting
    ]


def _new_messages(count: int) -> str:
    return ngettext("%(count)d new message", "%(count)d new messages", count) % {"count": count}
