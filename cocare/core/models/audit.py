from django.db import models

from ..ids import uuid7


class AuditEvent(models.Model):
    """One line of the audit trail, insert-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    account_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    capacity = models.CharField(max_length=20, blank=True)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["person_id", "-at"], name="audit_by_person"),
            models.Index(fields=["subject_id", "-at"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type}"
