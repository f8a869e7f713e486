"""The audit trail, as the auditor reads it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from cocare.core import clock
from cocare.core.access import Actor, visible
from cocare.core.models import AuditEvent

from .. import rules


def audit_trail(actor: Actor, filters: dict[str, Any]) -> QuerySet[AuditEvent]:
    """Return the audit trail, newest first, narrowed by what AuditForm says."""
    rows = visible(AuditEvent, actor, rules.audits)
    if filters.get("verb"):
        rows = rows.filter(verb__startswith=filters["verb"])
    if filters.get("capacity"):
        rows = rows.filter(capacity=filters["capacity"])
    if filters.get("about"):
        rows = rows.filter(Q(person_id=filters["about"]) | Q(subject_id=filters["about"]))
    if filters.get("since"):
        rows = rows.filter(at__gte=_midnight(filters["since"]))
    if filters.get("until"):
        rows = rows.filter(at__lt=_midnight(filters["until"] + timedelta(days=1)))
    return rows.order_by("-at", "-pk")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.ZONE)
