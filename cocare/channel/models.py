from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cocare.core import clock
from cocare.core.conversation_kinds import kind_of
from cocare.core.ids import uuid7
from cocare.files.models import File
from cocare.people.enums import Capacity
from cocare.people.models import Person, Pupil, SchoolClass

from .enums import MessageKind

BODY_LIMIT = 4000


class Conversation(models.Model):
    """Where people write to each other. Who belongs follows from what it hangs on, which its kind knows.

    `version` counts every change, `last_seq` the messages; both are raised under the row's lock only.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20)
    """The value of a `core.conversation_kinds.ConversationKind`. What no app has registered is seen by nobody."""
    pupil = models.ForeignKey(Pupil, models.PROTECT, null=True, blank=True, related_name="conversations")
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, null=True, blank=True, related_name="conversations")
    pair = models.CharField(max_length=120, blank=True, editable=False)
    """Of a direct conversation: its two participants, sorted, so that there is one for each two."""
    anchor_id = models.UUIDField(null=True, blank=True, editable=False)
    """Of the kinds of other apps: the id of the row that it hangs on."""
    version = models.PositiveBigIntegerField(default=0)
    last_seq = models.PositiveBigIntegerField(default=0)
    notified_seq = models.PositiveBigIntegerField(default=0)
    """Up to here members have been notified outside the page; what is above waits for the next job."""
    last_message_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    unread: int
    """How many messages wait for one reader; only on rows of `queries.conversations`."""

    class Meta:
        ordering = [F("last_message_at").desc(nulls_last=True), "-pk"]
        indexes = [
            models.Index(fields=["-last_message_at", "-id"], name="conversation_newest"),
            models.Index(fields=["id"], name="conversation_to_notify", condition=Q(notified_seq__lt=F("last_seq"))),
        ]
        constraints = [
            models.UniqueConstraint(fields=["pupil", "kind"], name="one_conversation_a_pupil"),
            models.UniqueConstraint(fields=["school_class", "kind"], name="one_conversation_a_class"),
            models.UniqueConstraint(fields=["anchor_id", "kind"], name="one_conversation_an_anchor"),
            models.UniqueConstraint(fields=["pair", "kind"], condition=~Q(pair=""), name="one_conversation_a_pair"),
            models.CheckConstraint(
                name="conversation_hangs_on_one_thing",
                condition=Q(pupil__isnull=False, school_class=None, anchor_id=None, pair="")
                | Q(school_class__isnull=False, pupil=None, anchor_id=None, pair="")
                | Q(anchor_id__isnull=False, pupil=None, school_class=None, pair="")
                | (Q(pupil=None, school_class=None, anchor_id=None) & ~Q(pair="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @cached_property
    def anchor(self) -> Any:
        """What it hangs on, as its kind loads it. For many conversations `attach_anchors` loads it at once."""
        return kind_of(self).load_anchors([self])[self.pk]


class Participant(models.Model):
    """One of the two people of a direct conversation, in the capacity in which they write there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20, choices=Capacity)

    class Meta:
        indexes = [models.Index(fields=["person", "capacity"], name="participant_person")]
        constraints = [models.UniqueConstraint(fields=["conversation", "person", "capacity"], name="participant_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.conversation_id}"


class Message(models.Model):
    """What one person wrote. `seq` is its place, without holes; `version` that of its last change.

    Who wrote it keeps the name and title of that day. A recalled message keeps its place, not its text.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages", db_index=False)
    seq = models.PositiveBigIntegerField()
    version = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=8, choices=MessageKind, default=MessageKind.TEXT)
    author = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="messages", db_index=False)
    author_capacity = models.CharField(max_length=20, blank=True)
    author_name = models.CharField(max_length=60, blank=True)
    author_title = models.CharField(max_length=60, blank=True)
    body = models.TextField(_("message"), max_length=BODY_LIMIT, blank=True)
    reply_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies", db_index=False)
    client_id = models.UUIDField()
    sent_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["conversation", "version"], name="message_changes"),
            models.Index(fields=["reply_to"], name="message_replies", condition=Q(reply_to__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_place"),
            models.UniqueConstraint(fields=["author", "client_id"], name="message_once"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"


class MessageWords(models.Model):
    """What the search looks into: single and paired characters of a text, so that short Chinese words are found.

    Written beside the sends, not within them (search.py): the index costs four times what the message does.
    """

    message = models.OneToOneField(Message, models.PROTECT, primary_key=True, related_name="index")
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="message_words_pairs")]

    def __str__(self) -> str:
        return f"words of {self.message_id}"


class MessageFile(models.Model):
    """A file sent with a message. Who sees it follows from the message (files.purposes, "message")."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="attachments")
    file = models.OneToOneField(File, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["message", "place"], name="message_file_place")]

    def __str__(self) -> str:
        return f"{self.file_id} with {self.message_id}"


class MessageOriginal(models.Model):
    """A text that its author changed or withdrew. No page reads it: it is kept for a lawful request, by two persons."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="originals")
    body = models.TextField(blank=True)
    replaced_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["message", "replaced_at"], name="original_of_message")]

    def __str__(self) -> str:
        return f"original of {self.message_id}"


class ReadMark(models.Model):
    """How far a person has read in a conversation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="marks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    through = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["person", "conversation"], name="mark_of_person")]
        constraints = [models.UniqueConstraint(fields=["conversation", "person"], name="one_mark_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} through {self.through}"
