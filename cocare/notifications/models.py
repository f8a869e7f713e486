from django.db import models
from django.db.models import Q

from cocare.core import clock
from cocare.core.ids import uuid7
from cocare.people.enums import Capacity
from cocare.people.models import Person, Pupil

from . import kinds
from .enums import DeliveryState, Route


class Inbox(models.Model):
    """The subject that a person's pages watch: `version` rises with every change to the person's notices."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="inbox")
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "inboxes"

    def __str__(self) -> str:
        return f"inbox {self.person_id}"


class Notification(models.Model):
    """One notice to one person. `params` and `url` hold ids only; the sentence comes from the kind.

    `capacity` says in which quality the person is meant; empty means in any. Notices with the same
    `collapse_key` become one row while it is unread, and `times` counts them. One about a child goes with the
    authority over that child.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="notifications")
    capacity = models.CharField(max_length=20, choices=Capacity, blank=True)
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=300, blank=True)
    collapse_key = models.CharField(max_length=80, blank=True)
    times = models.PositiveIntegerField(default=1)
    pupil = models.ForeignKey(Pupil, models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    shown_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notifications_newest"),
            models.Index(fields=["person", "capacity"], condition=Q(read_at=None), name="notifications_unread"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "capacity", "kind", "collapse_key"],
                condition=Q(read_at=None) & ~Q(collapse_key=""),
                name="one_unread_notice_a_collapse_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def delivery_state(self) -> DeliveryState:
        """How far the notice has come: read, shown, handed to a route outside the page, or only written."""
        if self.read_at:
            return DeliveryState.READ
        if self.shown_at:
            return DeliveryState.SHOWN
        left = any(message.state == DeliveryState.HANDED_OVER for message in self.outbox_messages.all())
        return DeliveryState.HANDED_OVER if left else DeliveryState.QUEUED

    @property
    def sentence(self) -> str:
        return kinds.find(self.kind).sentence(self.times)

    @property
    def icon(self) -> str:
        return kinds.find(self.kind).icon


class OutboxMessage(models.Model):
    """One message to hand to a route outside the page. Its address is forgotten once it is handed over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    route = models.CharField(max_length=12, choices=Route)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    notification = models.ForeignKey(
        Notification, models.CASCADE, null=True, blank=True, related_name="outbox_messages"
    )
    address = models.CharField(max_length=120, blank=True)
    template = models.CharField(max_length=40)
    params = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=DeliveryState, default=DeliveryState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    handed_over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["notification"], name="outbox_of_notification"),
            models.Index(fields=["created_at"], condition=Q(state=DeliveryState.QUEUED), name="outbox_queued"),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.pk}"


class Preference(models.Model):
    """Whether a person wants one kind of notice by one route. Without a row the kind's own rule holds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    route = models.CharField(max_length=12, choices=Route)
    wanted = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "route"], name="one_preference_a_kind_and_route")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.route} {self.wanted}"
