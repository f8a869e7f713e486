from django.db import models
from django.db.models import F, Q

from cocare.core import clock
from cocare.core.ids import uuid7
from cocare.people.models import Person

from ..enums import Level, ObjectionState
from .entry import Entry
from .showcase import Showcase


class Proposal(models.Model):
    """A frozen list of who gets what, made by one person and confirmed by another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    showcase = models.ForeignKey(Showcase, models.CASCADE, related_name="proposals")
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    prepared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-prepared_at"]
        constraints = [
            models.CheckConstraint(
                name="two_persons_decide", condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("prepared_by"))
            ),
            models.UniqueConstraint(fields=["showcase"], condition=Q(withdrawn_at=None), name="one_proposal_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"proposal {self.digest[:8]}"


class Award(models.Model):
    """What an entry gets. Open to everyone from the public notice on; numbered once certificates are issued."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.OneToOneField(Entry, models.CASCADE, related_name="award")
    level = models.CharField(max_length=1, choices=Level)
    number = models.CharField(max_length=40, unique=True, null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["level"]

    def __str__(self) -> str:
        return self.number or f"award {self.pk}"


class Objection(models.Model):
    """A named objection to one award during the public notice. The contact is for the office only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="objections")
    name = models.CharField(max_length=40)
    contact = models.CharField(max_length=80)
    reason = models.TextField(max_length=1000)
    state = models.CharField(max_length=12, choices=ObjectionState, default=ObjectionState.RECEIVED)
    answer = models.CharField(max_length=400, blank=True)
    answer_due = models.DateField()
    received_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["entry", "state"], name="objection_of_entry")]

    def __str__(self) -> str:
        return f"objection {self.pk}"
