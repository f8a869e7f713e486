"""Reads of the room. Each begins at a rule."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cocare.core import live
from cocare.core.access import Actor, visible
from cocare.core.contributions import SearchHit, TodayItem
from cocare.core.validity_period import in_force
from cocare.files.models import File
from cocare.people.models import Enrolment, Person

from . import rules, wire
from .enums import Kind
from .models import Conversation, Message, MessageFile, Participant, ReadMark
from .search import found

PAGE = 40
HITS = 20

# From the list that is asked about into the index: a condition per conversation would be a text of a hundred ORs.
CHANGED_SINCE = """
SELECT message.id FROM unnest(%s::uuid[], %s::bigint[]) AS asked(conversation, version)
JOIN channel_message message ON message.conversation_id = asked.conversation AND message.version > asked.version
"""


# ---- conversations --------------------------------------------------------------------------------


def conversations(actor: Actor) -> QuerySet[Conversation]:
    """The actor's conversations with all that a list shows, newest first: `unread`, `last` and what names them."""
    return (
        visible(Conversation, actor, rules.member)
        .select_related("pupil", "school_class")
        .prefetch_related(
            Prefetch("participants", queryset=Participant.objects.select_related("person")),
            Prefetch(
                "pupil__enrolments",
                queryset=Enrolment.objects.filter(in_force()).select_related("school_class"),
                to_attr="now_in",
            ),
        )
        .annotate(unread=unread_count(actor))
        .order_by(F("last_message_at").desc(nulls_last=True), "-pk")
    )


def unread_count(actor: Actor):
    """How many messages of others lie above the actor's mark in the outer conversation."""
    through = ReadMark.objects.filter(conversation=OuterRef(OuterRef("pk")), person=actor.person_id).values("through")
    above = (
        Message.objects.filter(conversation=OuterRef("pk"), seq__gt=Coalesce(Subquery(through[:1]), 0))
        .exclude(author=actor.person_id)
        .order_by()
        .values("conversation")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(above), 0)


def named(conversations: QuerySet[Conversation], actor: Actor, text: str) -> QuerySet[Conversation]:
    """Those whose child, class or other participant has `text` in the name."""
    if not text:
        return conversations
    classes = [room.school_class_id for room in conversations.filter(kind=Kind.CLASS) if text in title(room, actor)]
    other = Participant.objects.filter(conversation=OuterRef("pk"), person__name__icontains=text).exclude(
        person=actor.person_id
    )
    return conversations.filter(Q(pupil__name__icontains=text) | Q(school_class__in=classes) | Exists(other))


def title(conversation: Conversation, actor: Actor) -> str:
    """What the conversation is called for this reader: the child, the class, or the other person."""
    if conversation.kind == Kind.CLASS:
        return conversation.school_class.label
    if conversation.kind == Kind.FAMILY:
        return conversation.pupil.name
    return " ".join(
        one.person.surname_title if one.capacity in rules.STAFF else one.person.name
        for one in conversation.participants.all()
        if (one.person_id, one.capacity) != (actor.person_id, actor.capacity)
    )


def last_messages(conversations) -> dict[UUID, Message]:
    """The newest message of each of these conversations. One query."""
    rows = Message.objects.filter(conversation__in=[one.pk for one in conversations], seq=F("conversation__last_seq"))
    return {row.conversation_id: row for row in rows}


def unread_total(actor: Actor) -> int:
    """How many messages wait for the actor, over all conversations."""
    return sum(visible(Conversation, actor, rules.member).values_list(unread_count(actor), flat=True))


# ---- messages -------------------------------------------------------------------------------------


def loaded(rows: QuerySet[Message]) -> QuerySet[Message]:
    """With all that the wire tells of a message."""
    return rows.select_related("reply_to").prefetch_related("attachments__file")


def whole() -> QuerySet[Message]:
    """Messages with all that their own page shows; for `load`."""
    return loaded(Message.objects.select_related("conversation__school_class", "conversation__pupil"))


def sent_before(actor: Actor, client_id: UUID | None) -> Message | None:
    """The message that an earlier send with this client id made."""
    return Message.objects.filter(author=actor.person_id, client_id=client_id).first() if client_id else None


def messages(conversation: Conversation) -> QuerySet[Message]:
    """All of a conversation that the caller has loaded through a rule, oldest first."""
    return loaded(Message.objects.filter(conversation=conversation)).order_by("seq")


def older(conversation: Conversation, before: int | None = None, count: int = PAGE) -> tuple[list[Message], bool]:
    """The `count` messages before a seq (the newest without one), oldest first, and whether more lie above."""
    rows = messages(conversation).order_by("-seq")
    if before is not None:
        rows = rows.filter(seq__lt=before)
    found = list(rows[: count + 1])
    return found[:count][::-1], len(found) > count


def after(conversation: Conversation, seq: int, count: int = PAGE) -> tuple[list[Message], bool]:
    """The `count` messages after a seq, and whether more lie below."""
    found = list(messages(conversation).filter(seq__gt=seq)[: count + 1])
    return found[:count], len(found) > count


def around_seq(conversation: Conversation, place: dict[str, int | None]) -> tuple[list[Message], bool, bool]:
    """A part of the stream, whether older messages lie above it and newer ones below. Two queries at most."""
    if place["after"] is not None:
        found, newer = after(conversation, place["after"])
        return found, True, newer
    if place["at"] is not None and place["at"] < conversation.last_seq - PAGE // 2:
        found, more = older(conversation, place["at"] + PAGE // 2)
        return found, more, True
    found, more = older(conversation, place["before"])
    return found, more, False


def mark_of(conversation: Conversation, actor: Actor) -> int:
    """How far the actor has read."""
    return marks(conversation).filter(person=actor.person_id).values_list("through", flat=True).first() or 0


def changed(asked: Collection[live.Since]) -> dict[live.Since, list[Message]]:
    """For each conversation and version the messages that changed after it, in the order of their last change."""
    keys, since = [key for key, _ in asked], [version for _, version in asked]
    found = RawSQL(CHANGED_SINCE, [keys, since])  # noqa: S611  # a fixed text with parameters
    rows = loaded(Message.objects.filter(pk__in=found)).order_by("version")
    by_conversation: dict[UUID, list[Message]] = defaultdict(list)
    for row in rows:
        by_conversation[row.conversation_id].append(row)
    return {(key, version): [row for row in by_conversation[key] if row.version > version] for key, version in asked}


def changes(conversation: Conversation, since: int) -> list[Message] | None:
    """The same for one that the caller has loaded through a rule; None where too much was missed."""
    if conversation.version - since > live.MAX_REPLAYED:
        return None
    return changed([(conversation.pk, since)])[conversation.pk, since]


def marks(conversation: Conversation) -> QuerySet[ReadMark]:
    return ReadMark.objects.filter(conversation=conversation)


def read_counts(conversation: Conversation, rows: list[Message]) -> dict[UUID, int]:
    """For a class's staff: how many have read each message. Counts only, never who. One query."""
    through = sorted(marks(conversation).values_list("through", "person_id"))
    return {row.pk: sum(1 for mark, person in through if mark >= row.seq and person != row.author_id) for row in rows}


def read_by_others(conversation: Conversation, actor: Actor) -> int:
    """The highest seq that anyone else in the conversation has read."""
    rows = marks(conversation).exclude(person=actor.person_id).order_by("-through")
    return rows.values_list("through", flat=True).first() or 0


def recent_files(conversation: Conversation, count: int = 6) -> list[File]:
    """The newest files of a conversation that the caller has loaded through a rule."""
    rows = MessageFile.objects.filter(message__conversation=conversation, message__recalled_at=None)
    return [row.file for row in rows.select_related("file").order_by("-message__seq", "place")[:count]]


# ---- whom one may write to ------------------------------------------------------------------------


def reachable(actor: Actor, text: str = "") -> QuerySet[Person]:
    """The people the actor may write to directly, each once for each `capacity`, by name."""
    found = [
        visible(Person.objects.filter(name__icontains=text), actor, rule).annotate(capacity=Value(str(capacity)))
        for capacity, rule in rules.REACHES.items()
    ]
    return found[0].union(*found[1:]).order_by("name", "id")


def reaches_anyone(actor: Actor) -> bool:
    return reachable(actor).exists()


# ---- offers to the web room -----------------------------------------------------------------------


def today(actor: Actor) -> list[TodayItem]:
    """Conversations in which something waits to be read."""
    waiting = conversations(actor).filter(unread__gt=0)[:5]
    return [
        TodayItem(
            title=title(one, actor),
            detail=ngettext("%(count)d new message", "%(count)d new messages", one.unread) % {"count": one.unread},
            url=reverse("channel:conversation.show", args=[one.pk]),
            minutes=1,
            action=_("Read"),
        )
        for one in waiting
    ]


def search(actor: Actor, text: str) -> list[SearchHit]:
    """Messages with `text` in them, newest first, from the actor's own conversations only."""
    wanted = " ".join(text.split()).lower()
    if not wanted or "\0" in wanted:
        return []
    mine = list(visible(Conversation, actor, rules.member).values_list("pk", flat=True))
    rows = Message.objects.filter(conversation__in=mine).select_related(
        "conversation__pupil", "conversation__school_class"
    )
    rows = rows.prefetch_related("conversation__participants__person")
    return [
        SearchHit(
            title=title(row.conversation, actor),
            excerpt=around(row.body, wanted),
            url=f"{reverse('channel:conversation.show', args=[row.conversation_id])}?at={row.seq}#m{row.seq}",
            kind=_("message"),
            at=row.sent_at,
        )
        for row in found(rows, wanted, HITS)
    ]


def around(body: str, wanted: str, room: int = 30) -> str:
    """The words with what stands around them."""
    flat = " ".join(body.split())
    place = max(flat.lower().find(wanted), 0)
    start = max(place - room, 0)
    return ("…" if start else "") + wire.excerpt(flat[start:], len(wanted) + 2 * room)
