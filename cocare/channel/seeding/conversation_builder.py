"""Gathers what is said and writes it all at once."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.utils.translation import override

from cocare.core.clock import ZONE
from cocare.core.conversation_kinds import ConversationKind
from cocare.core.ids import uuid7
from cocare.core.validity_period import in_force
from cocare.people.enums import CLASS_ROLES, Capacity
from cocare.people.models import Guardianship, Person, Post, Pupil
from cocare.people.seeding.demo_district import DemoDistrict

from ..author_names import post_title, relation_name
from ..models import Conversation, Message, Participant, ReadMark
from ..services.search_index import index_messages

NAMESPACE = UUID("6b1f7f0e-6f0c-4f5e-9f2b-1d6a51b0c0de")


@dataclass(frozen=True)
class Writer:
    """Who writes, and how they are called where they do."""

    person: Person
    capacity: str
    name: str
    title: str = ""


@dataclass
class DraftConversation:
    """One conversation while it is being made up."""

    conversation: Conversation
    messages: list[Message] = field(default_factory=list)
    readers: list[Person] = field(default_factory=list)
    unread: dict[UUID, int] = field(default_factory=dict)
    """By person: how many of the last messages they have not read yet."""


class ConversationBuilder:
    def __init__(self, district: DemoDistrict):
        self.district = district
        self.drafts: list[DraftConversation] = []
        self.participants: list[Participant] = []
        posts = Post.objects.filter(in_force(), role__in=CLASS_ROLES, school_class__in=[c.pk for c in district.classes])
        self.posts = {(post.person_id, post.school_class_id): post for post in posts.order_by("-role")}
        self.relations = {
            (row.person_id, row.pupil_id): row.relation for row in Guardianship.objects.filter(in_force())
        }
        with override(settings.LANGUAGE_CODE):
            self.titles = {key: post_title(post) for key, post in self.posts.items()}

    # ---- who writes

    def teacher(self, person: Person, class_id: UUID) -> Writer:
        return Writer(person, Capacity.TEACHER, person.surname_title, self.titles.get((person.pk, class_id), ""))

    def parent(self, person: Person, child: Pupil) -> Writer:
        with override(settings.LANGUAGE_CODE):
            return Writer(person, Capacity.GUARDIAN, relation_name(child.name, self.relations[person.pk, child.pk]))

    def carer(self, person: Person, child: Pupil) -> Writer:
        with override(settings.LANGUAGE_CODE):
            return Writer(person, Capacity.CAREGIVER, relation_name(child.name, ""))

    # ---- what is said, and when

    def open(self, kind: ConversationKind, anchor: Any) -> DraftConversation:
        opened_at = self.district.now - timedelta(days=60)
        conversation = Conversation(id=uuid7(), kind=kind.value, created_at=opened_at, **kind.columns(anchor))
        conversation.anchor = anchor
        draft = DraftConversation(conversation)
        self.drafts.append(draft)
        return draft

    def moment(self, days_ago: int, hour: int | None = None) -> datetime:
        """A time of day at which people write, so many days ago, and never in the future."""
        rng = self.district.rng
        day = self.district.today - timedelta(days=days_ago)
        hour = rng.randint(8, 19) if hour is None else hour
        chosen = datetime.combine(day, time(hour, rng.randint(0, 59)), ZONE)
        return min(chosen, self.district.now - timedelta(minutes=rng.randint(20, 90)))

    def add_message(
        self, draft: DraftConversation, writer: Writer, at: datetime, body: str, reply_to: Message | None = None
    ) -> Message:
        message = Message(
            id=uuid7(),
            conversation=draft.conversation,
            author=writer.person,
            author_capacity=str(writer.capacity),
            author_name=writer.name,
            author_title=writer.title,
            body=body,
            reply_to=reply_to,
            client_id=uuid5(NAMESPACE, f"{len(self.drafts)}/{len(draft.messages)}"),
            sent_at=at,
        )
        draft.messages.append(message)
        return message

    # ---- into the database

    def write(self) -> None:
        marks = []
        for draft in self.drafts:
            draft.messages.sort(key=lambda message: message.sent_at)
            for seq, message in enumerate(draft.messages, 1):
                message.seq = message.version = seq
            number = len(draft.messages)
            conversation = draft.conversation
            conversation.version = conversation.last_seq = conversation.notified_seq = number
            conversation.last_message_at = draft.messages[-1].sent_at if draft.messages else None
            marks += self._marks(draft, number)
        Conversation.objects.bulk_create([draft.conversation for draft in self.drafts], batch_size=1000)
        Participant.objects.bulk_create(self.participants)
        # Replies come after what they reply to.
        messages = [message for draft in self.drafts for message in draft.messages]
        messages.sort(key=lambda message: bool(message.reply_to_id))
        Message.objects.bulk_create(messages, batch_size=1000)
        ReadMark.objects.bulk_create(marks, batch_size=2000)
        index_messages([(draft.conversation.pk, 0, draft.conversation.last_seq) for draft in self.drafts])

    def _marks(self, draft: DraftConversation, number: int) -> list[ReadMark]:
        return [
            ReadMark(
                conversation=draft.conversation,
                person=person,
                through=max(0, number - draft.unread.get(person.pk, 0)),
                at=self.district.now,
            )
            for person in {person.pk: person for person in draft.readers}.values()
        ]
