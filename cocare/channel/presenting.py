"""What the pages of a conversation show: rows of the list, lines of the stream, the words around them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cocare.core.access import Actor, load, visible
from cocare.core.clock import ZONE
from cocare.core.errors import NotFound
from cocare.people import queries as people
from cocare.people.enums import FAMILY, Capacity

from . import queries, rules, services, wire
from .enums import Kind
from .models import Conversation, Message

TONES = {Kind.CLASS: "", Kind.FAMILY: "river", Kind.DIRECT: "deep"}


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation in a list."""

    pk: UUID
    title: str
    kind: str
    tone: str
    initials: str
    chip: str
    last: str
    at: datetime | None
    unread: int


def rows(conversations, actor: Actor) -> list[Row]:
    """Rows for a page of `queries.conversations`. One query for the last messages."""
    conversations = list(conversations)
    last = queries.last_messages(conversations)
    return [
        Row(
            pk=one.pk,
            title=queries.title(one, actor),
            kind=one.kind,
            tone=TONES[Kind(one.kind)],
            initials=initials(one),
            chip=chip(one),
            last=last_line(last.get(one.pk)),
            at=one.last_message_at,
            unread=one.unread,
        )
        for one in conversations
    ]


def initials(conversation: Conversation) -> str:
    """On the berry: "三2" for a class, "满" for a child; the name's own for a person."""
    if conversation.kind == Kind.CLASS:
        room = conversation.school_class
        return f"{room.name[:1]}{room.number}"
    return conversation.pupil.name[-1:] if conversation.kind == Kind.FAMILY else ""


def chip(conversation: Conversation) -> str:
    """Of a child's thread: the class, so that brothers and namesakes are told apart."""
    if conversation.kind != Kind.FAMILY:
        return ""
    return " ".join(enrolment.school_class.label for enrolment in conversation.pupil.now_in)


def last_line(message: Message | None) -> str:
    if message is None:
        return _("Nothing has been said yet")
    if message.recalled_at:
        return _("A message was taken back")
    return wire.excerpt(message.body, 60) or _("A file")


@dataclass(frozen=True, slots=True)
class Line:
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


BLANK_MINE, BLANK_OTHER = Line(None, mine=True), Line(None, mine=False)


def files(message: Message) -> tuple[dict[str, Any], ...]:
    """What hangs on a message, as the wire has it."""
    return () if message.recalled_at else tuple(wire.file(one.file) for one in message.attachments.all())


def is_mine(message: Message, actor: Actor) -> bool:
    return message.author_id == actor.person_id and message.author_capacity == actor.capacity


def lines(
    conversation: Conversation, messages: list[Message], actor: Actor, read_before: int | None = None
) -> list[Line]:
    """The stream. `read_before` is the reader's mark of before this visit: above it begins what is new."""
    counts, read = {}, 0
    if conversation.kind == Kind.CLASS:
        if actor.capacity not in FAMILY:
            counts = queries.read_counts(conversation, messages)
    else:
        read = queries.read_by_others(conversation, actor)
    shown, day, new_seen = [], None, read_before is None
    for message in messages:
        own = is_mine(message, actor)
        today = message.sent_at.astimezone(ZONE).date()
        first_new = not new_seen and not own and message.seq > (read_before or 0)
        new_seen = new_seen or first_new
        shown.append(
            Line(
                message=message,
                mine=own,
                day=today if today != day else None,
                first_new=first_new,
                read=read >= message.seq,
                readers=counts.get(message.pk),
                quote=wire.quote(message.reply_to),
                files=files(message),
            )
        )
        day = today
    return shown


def subtitle(conversation: Conversation, actor: Actor) -> str:
    """Who is here: by name only towards staff in a child's thread; a class tells parents about its teachers alone."""
    from . import audience

    if conversation.kind == Kind.DIRECT:
        return _("Only the two of you")
    members = audience.members(conversation)
    families = len({person for person, capacity in members if capacity in FAMILY})
    teachers = len({person for person, capacity in members if capacity == Capacity.TEACHER})
    told = ngettext("%(count)d teacher", "%(count)d teachers", teachers) % {"count": teachers}
    if conversation.kind == Kind.CLASS and actor.capacity in FAMILY:
        return told
    family = ngettext("%(count)d family member", "%(count)d family members", families) % {"count": families}
    return _("%(families)s, %(teachers)s") % {"families": family, "teachers": told}


def own_threads(conversation: Conversation, actor: Actor) -> list[Conversation]:
    """For a parent in a class: the threads of their own children there, where they answer."""
    if conversation.kind != Kind.CLASS or actor.capacity not in FAMILY:
        return []
    children = [
        child
        for child in people.pupils(actor)
        if any(one.school_class_id == conversation.school_class_id for one in child.now_in)
    ]
    return [services.family_conversation(child) for child in children]


def answered(actor: Actor, conversation: Conversation, message_id: str) -> dict[str, Any] | None:
    """What `?reply=` names, as a quote above the composer; nothing when it can't be answered here."""
    if not message_id:
        return None
    try:
        message = load(Message, actor, message_id, see=rules.sees_message)
        return services.quoted(actor=actor, conversation_id=conversation.pk, message_id=message.pk)
    except (NotFound, services.Invalid):
        return None


def may_post(actor: Actor, conversation: Conversation) -> bool:
    return visible(Conversation.objects.filter(pk=conversation.pk), actor, rules.post_to).exists()
