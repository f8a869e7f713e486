"""What the audit trail and the records of lifecycles hold about a person's own acts."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from .models import AuditEvent, TransitionRecord

NEWEST = 1000
"""So many acts are in the file; what is older is with the audit administrator."""


def counts(person_id: UUID) -> list[tuple[str, int]]:
    """Return (label, number) of each kind. One query each."""
    return [(_("Acts on record"), AuditEvent.objects.filter(person_id=person_id).count())]


def of(person_id: UUID) -> dict[str, Any]:
    """Return the person's newest acts as plain data, without what they were about."""
    events = AuditEvent.objects.filter(person_id=person_id).order_by("-at", "-pk")[:NEWEST]
    steps = TransitionRecord.objects.filter(person_id=person_id)[:NEWEST]
    return {
        "events": [{"at": row.at.isoformat(), "what": row.verb, "as": row.capacity} for row in events],
        "steps": [
            {"at": row.at.isoformat(), "what": f"{row.subject_type} {row.action}", "as": row.capacity} for row in steps
        ],
    }
