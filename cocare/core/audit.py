"""The audit trail: who did or opened what, in which capacity, when. Rows are never changed (a trigger holds that).

Facts are ids, states and counts. A child's name, a phone number or a text that someone wrote must not go in here.
"""

from typing import Any

from django.db.models import Model

from . import clock
from .access import Actor
from .models import AuditEvent


def event(actor: Actor, verb: str, subject: Model | None = None, **facts: Any) -> AuditEvent:
    """Return an unsaved row, for writers that insert many at once."""
    return AuditEvent(
        at=clock.now(),
        account_id=actor.account_id,
        person_id=actor.person_id,
        capacity=actor.capacity,
        verb=verb,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        facts=facts,
    )


def record(actor: Actor, verb: str, subject: Model | None = None, **facts: Any) -> AuditEvent:
    """Record that the actor did `verb` to `subject`, in the caller's transaction. Return the row."""
    row = event(actor, verb, subject, **facts)
    row.save(force_insert=True)
    return row
