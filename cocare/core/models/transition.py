from django.db import models

from .. import clock
from ..ids import uuid7


class TransitionRecord(models.Model):
    """One step of a lifecycle that was taken: who led what from which state to which, and why.

    `scope_id` is what the subject belongs to (the showcase of a score sheet), so that one list shows all its steps.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(default=clock.now)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    scope_id = models.UUIDField(null=True, blank=True)
    action = models.CharField(max_length=40)
    before = models.CharField(max_length=40)
    after = models.CharField(max_length=40)
    person_id = models.UUIDField(null=True)
    capacity = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["subject_id", "-at", "-id"], name="transition_of_subject"),
            models.Index(fields=["scope_id", "-at", "-id"], name="transition_in_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.action}: {self.before} → {self.after}"
