"""What the pages of a conversation show: rows of the list, lines of the stream, the words around them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cocare.core.access import Actor, load, visible
from cocare.core.clock import ZONE
from cocare.core.conversation_kinds import Sentence, attach_anchors, kind_of
from cocare.core.errors import Invalid, NotFound
from cocare.people.enums import FAMILY

from . import membership, queries, rules, serializers, services
from .models import Conversation, Message

LAST_LINE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One conversation in a list."""

    pk: UUID
    title: str
    tone: str
    initials: str
    chip: str
    last: str
    at: datetime | None
    unread: int


def conversation_rows(
    conversations: Iterable[Conversation], actor: Actor, open_pk: UUID | None = None
) -> list[ConversationRow]:
    """Return rows for a page of `queries.conversations`. One query for the last messages, a few for each kind.

    The conversation that is open beside the list is read as it comes and shows no number.
    """
    conversations = list(conversations)
    attach_anchors(conversations)
    last = queries.last_messages(conversations)
    return [_row(row, actor, last.get(row.pk), row.unread if row.pk != open_pk else 0) for row in conversations]


def _row(conversation: Conversation, actor: Actor, last: Message | None, unread: int) -> ConversationRow:
    kind, anchor = kind_of(conversation), conversation.anchor
    return ConversationRow(
        pk=conversation.pk,
        title=kind.title(anchor, actor),
        tone=kind.tone,
        initials=kind.initials(anchor),
        chip=kind.chip(anchor),
        last=last_line(last),
        at=conversation.last_message_at,
        unread=unread,
    )


def last_line(message: Message | None) -> str:
    if message is None:
        return _("Nothing has been said yet")
    if message.recalled_at:
        return _("A message was taken back")
    return serializers.excerpt(message.body, LAST_LINE_LENGTH) or _("A file")


# ---- one conversation


@dataclass(frozen=True, slots=True)
class ConversationHeader:
    """What a conversation's page says of it. `agreement` are sentences about who reads here and how people talk."""

    title: str
    subtitle: str
    chip: str
    placeholder: Sentence
    agreement_title: Sentence
    agreement: tuple[Sentence, ...]
    answered_in_note: Sentence


def conversation_header(conversation: Conversation, actor: Actor) -> ConversationHeader:
    kind, anchor = kind_of(conversation), conversation.anchor
    return ConversationHeader(
        title=kind.title(anchor, actor),
        subtitle=kind.subtitle(anchor, actor, membership.members(conversation)),
        chip=kind.chip(anchor),
        placeholder=kind.placeholder,
        agreement_title=kind.agreement_title,
        agreement=kind.agreement,
        answered_in_note=kind.answered_in_note,
    )


@dataclass(frozen=True, slots=True)
class AnsweringConversation:
    """A conversation in which the reader answers what is written in another one."""

    pk: UUID
    title: str


def answering_conversations(conversation: Conversation, actor: Actor) -> list[AnsweringConversation]:
    return [
        AnsweringConversation(thread.pk, queries.title(thread, actor))
        for thread in queries.answer_threads(conversation, actor)
    ]


def may_post(actor: Actor, conversation: Conversation) -> bool:
    return visible(Conversation.objects.filter(pk=conversation.pk), actor, rules.post_to).exists()


def composer_quote(actor: Actor, conversation: Conversation, message_id: str) -> dict[str, Any] | None:
    """Return what `?reply=` names as a quote above the composer; None when it can't be answered here."""
    if not message_id:
        return None
    try:
        message = load(Message, actor, message_id, **rules.MESSAGE["show"])
        return services.message_to_quote(actor=actor, conversation_id=conversation.pk, message_id=message.pk)
    except (NotFound, Invalid):
        return None


# ---- the stream


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message of the stream for one reader. `day` is set where a new day begins, `first_new` above the unread."""

    message: Message | None
    mine: bool
    day: date | None = None
    first_new: bool = False
    read: bool = False
    readers: int | None = None
    quote: dict[str, Any] | None = None
    files: tuple[dict[str, Any], ...] = ()

    @property
    def tone(self) -> str:
        return "" if self.message and self.message.author_capacity in FAMILY else "river"

    @property
    def state(self) -> str:
        """What became of one's own message: "sending", "sent", "read", or "counted" where `readers` are."""
        if self.readers is not None:
            return "counted"
        if self.message is None:
            return "sending"
        return "read" if self.read else "sent"


BLANK_MINE, BLANK_OTHER = MessageLine(None, mine=True), MessageLine(None, mine=False)


def files(message: Message) -> tuple[dict[str, Any], ...]:
    """Return what hangs on a message, as the wire has it."""
    if message.recalled_at:
        return ()
    return tuple(serializers.file(attachment.file) for attachment in message.attachments.all())


def counts_readers(conversation: Conversation, actor: Actor) -> bool:
    """Return whether the actor's own messages here say how many have read them."""
    return kind_of(conversation).counts_readers(actor)


def is_mine(message: Message, actor: Actor) -> bool:
    return message.author_id == actor.person_id and message.author_capacity == actor.capacity


def message_lines(
    conversation: Conversation, messages: list[Message], actor: Actor, read_before: int | None = None
) -> list[MessageLine]:
    """Return the stream. `read_before` is the reader's mark of before this visit: above it begins what is new."""
    kind = kind_of(conversation)
    counts = queries.readers_of_messages(conversation, messages) if kind.counts_readers(actor) else {}
    read = queries.read_by_others(conversation, actor) if kind.shares_read_marks else 0
    shown: list[MessageLine] = []
    day, new_seen = None, read_before is None
    for message in messages:
        own = is_mine(message, actor)
        sent_on = message.sent_at.astimezone(ZONE).date()
        first_new = not new_seen and not own and message.seq > (read_before or 0)
        new_seen = new_seen or first_new
        shown.append(
            MessageLine(
                message=message,
                mine=own,
                day=sent_on if sent_on != day else None,
                first_new=first_new,
                read=read >= message.seq,
                readers=counts.get(message.pk),
                quote=serializers.quote(message.reply_to) if message.reply_to else None,
                files=files(message),
            )
        )
        day = sent_on
    return shown
