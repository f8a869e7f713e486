"""What people do in conversations. Access was decided by `load`; here the state decides."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cocare.core import audit, clock, live
from cocare.core.access import Actor, visible
from cocare.core.errors import DomainError, Invalid, NotFound
from cocare.core.ids import uuid7
from cocare.files.services import erase
from cocare.people import rules as people
from cocare.people.enums import FAMILY
from cocare.people.models import Person, Pupil, SchoolClass

from . import queries, reading, rules, search, standing, wire
from .enums import CHANGED, Kind
from .errors import AlreadyRecalled, Closed, NotReachable, NotRecallable
from .models import Conversation, Message, MessageOriginal, Participant
from .sending import Item, Sent, post_batch

FAMILY_WINDOW = timedelta(minutes=2)
STAFF_WINDOW = timedelta(hours=24)


def item(
    *,
    actor: Actor,
    conversation_id: UUID,
    client_id: UUID,
    body: str,
    reply_to: UUID | None = None,
    files: tuple[UUID, ...] = (),
) -> Item:
    """A message ready for a batch. Raises NotFound, Forbidden, or Invalid for a reply to what isn't there."""
    place = standing.of(actor, conversation_id)
    if reply_to is not None:
        quoted(actor=actor, conversation_id=conversation_id, message_id=reply_to)
    return Item(actor, conversation_id, client_id, body, place.name, place.title, reply_to, files)


def quoted(*, actor: Actor, conversation_id: UUID, message_id: UUID) -> dict[str, Any]:
    """The message to answer: of this conversation, or of the class whose post a family answers in its own thread."""
    found = visible(Message, actor, rules.sees_message).filter(pk=message_id, recalled_at=None)
    message = found.select_related("conversation").first()
    if message is None or not _answers(message.conversation, conversation_id):
        raise Invalid(fields={"reply_to": [_gone()]})
    return wire.quote(message)


def _gone() -> str:
    return str(AlreadyRecalled.text)


def _answers(source: Conversation, target_id: UUID) -> bool:
    if source.pk == target_id:
        return True
    return source.kind == Kind.CLASS and Conversation.objects.filter(pk=target_id, kind=Kind.FAMILY).exists()


def send_message(
    *,
    actor: Actor,
    conversation_id: UUID,
    client_id: UUID,
    body: str,
    reply_to: UUID | None = None,
    files: tuple[UUID, ...] = (),
) -> Sent:
    """Send one message: the batch of one that a form or the API makes.

    The same `client_id` answers with the same message, now or later. Raises NotFound, Forbidden, Invalid, Closed, Busy.
    """
    outcome = post_batch(
        [
            item(
                actor=actor,
                conversation_id=conversation_id,
                client_id=client_id,
                body=body,
                reply_to=reply_to,
                files=files,
            )
        ]
    )[0]
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


def window(capacity: str) -> timedelta:
    """How long a writer may change or take back: two minutes for a family, a day for staff."""
    return FAMILY_WINDOW if capacity in FAMILY else STAFF_WINDOW


def changeable(message: Message) -> bool:
    return message.recalled_at is None and clock.now() <= message.sent_at + window(message.author_capacity)


@transaction.atomic
def edit_message(*, actor: Actor, message: Message, body: str) -> Message:
    """Change the text of one's own message while its window is open; what stood there is kept out of sight.

    Raises NotRecallable after the window, AlreadyRecalled, Closed.
    """
    message = _lock(message)
    if body != message.body:
        _keep_original(message)
        message.body, message.edited_at = body, clock.now()
        _change(actor, message, "message.edit")
    return message


@transaction.atomic
def recall_message(*, actor: Actor, message: Message) -> Message:
    """Take one's own message back for everyone while its window is open. The text is erased, its place stays.

    A repeated recall answers the same. Raises NotRecallable after the window, Closed.
    """
    message = _lock(message, again=True)
    if message.recalled_at is None:
        _keep_original(message)
        message.body, message.recalled_at = "", clock.now()
        # The text is kept for a lawful request, a picture of a child is not.
        erase(actor=actor, files=[one.file for one in message.attachments.all()])
        _change(actor, message, "message.recall")
    return message


def _lock(message: Message, *, again: bool = False) -> Message:
    """The message under its conversation's lock, which orders all changes of a conversation."""
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=message.conversation_id)
    if conversation.closed_at is not None:
        raise Closed
    message = queries.loaded(Message.objects.all()).get(pk=message.pk)
    message.conversation = conversation
    if message.recalled_at is not None:
        if again:
            return message
        raise AlreadyRecalled
    if not changeable(message):
        raise NotRecallable
    return message


def _keep_original(message: Message) -> None:
    MessageOriginal.objects.create(message=message, body=message.body)


def _change(actor: Actor, message: Message, verb: str) -> None:
    conversation_id = message.conversation_id
    message.version = live.raise_versions(Conversation, [conversation_id])[conversation_id]
    message.save(update_fields=["body", "edited_at", "recalled_at", "version"])
    search.rewrite(message)
    audit.record(actor, verb, message)
    live.publish(topic(conversation_id), CHANGED, wire.message(message), version=message.version)


def topic(conversation_id: UUID) -> str:
    return live.topic_name("conversation", conversation_id)


def mark_read(*, actor: Actor, conversation: Conversation, through: int) -> int:
    """Note that the actor has read up to `through`. Answers how many stay unread. Raises NotFound."""
    read = reading.Read(actor, conversation.pk, through)
    unread = reading.mark([read])
    if read not in unread:
        raise NotFound
    return unread[read]


@transaction.atomic
def start_direct(*, actor: Actor, person_id: UUID, capacity: str) -> Conversation:
    """The conversation of the actor with another person in a capacity, made when there is none yet.

    Raises NotReachable for whoever the table in rules.py does not allow.
    """
    rule = rules.REACHES.get(capacity)
    other = visible(Person, actor, rule).filter(pk=person_id).first() if rule else None
    if other is None:
        raise NotReachable
    two = [(actor.person_id, str(actor.capacity)), (other.pk, str(capacity))]
    pair = "|".join(sorted(f"{person}:{held}" for person, held in two))
    try:
        with transaction.atomic():
            conversation = Conversation.objects.create(kind=Kind.DIRECT, pair=pair)
            Participant.objects.bulk_create(
                Participant(conversation=conversation, person_id=person, capacity=held) for person, held in two
            )
    except IntegrityError:
        return Conversation.objects.get(kind=Kind.DIRECT, pair=pair)
    audit.record(actor, "conversation.start", conversation)
    return conversation


def family_conversation(pupil: Pupil) -> Conversation:
    """The child's thread, made at the first need."""
    return Conversation.objects.get_or_create(kind=Kind.FAMILY, pupil=pupil)[0]


def class_conversation(school_class: SchoolClass) -> Conversation:
    """The class's conversation, made at the first need."""
    return Conversation.objects.get_or_create(kind=Kind.CLASS, school_class=school_class)[0]


def open_missing(actor: Actor) -> None:
    """Make the threads and class conversations that belong to the actor and that nobody has opened yet."""
    pupils = visible(Pupil, actor, people.family_of | people.teacher_of).exclude(conversations__kind=Kind.FAMILY)
    rooms = visible(SchoolClass, actor, people.sees_class).exclude(conversations__kind=Kind.CLASS)
    made = [Conversation(id=uuid7(), kind=Kind.FAMILY, pupil=pupil) for pupil in pupils]
    made += [Conversation(id=uuid7(), kind=Kind.CLASS, school_class=room) for room in rooms]
    Conversation.objects.bulk_create(made, ignore_conflicts=True)
