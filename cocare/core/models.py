from django.db import models
from django.utils.translation import gettext_lazy as _

from .ids import uuid7


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


class CalendarDay(models.Model):
    """A day that differs from its weekday: a public holiday, or a weekend day that is worked to make up for one."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("public holiday")
        MAKEUP = "makeup", _("make-up working day")

    date = models.DateField(primary_key=True)
    kind = models.CharField(max_length=8, choices=Kind)
    source = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"
