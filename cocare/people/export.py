"""What is stored about a person: counted for the profile, complete as plain data for a file."""

from collections.abc import Callable
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, When

from cocare.core.models import AuditEvent
from cocare.core.validity_period import in_force

from . import rules
from .models import CareArrangement, ClaimCode, Guardianship, Person, Post

MOST_EVENTS = 1000
Part = Callable[[Person], Any]
_parts: dict[str, Part] = {}


def offer(name: str, part: Part) -> None:
    """An upper room's contribution: `part(person)` answers plain data, from the `ready()` of its app."""
    _parts[name] = part


def counts(person: Person) -> dict[str, int]:
    """How much of each kind is stored. One query each."""
    return {
        "children": Guardianship.objects.filter(person=person).count(),
        "care": CareArrangement.objects.filter(caregiver=person).count(),
        "posts": Post.objects.filter(person=person).count(),
        "events": AuditEvent.objects.filter(person_id=person.pk).count(),
    }


def of(person: Person) -> dict[str, Any]:
    """All of it as plain data. Documents about the family are with the school, not in here."""
    account = person.account
    events = AuditEvent.objects.filter(person_id=person.pk).order_by("-at", "-pk")[:MOST_EVENTS]
    return {
        "person": {"id": str(person.pk), "name": person.name},
        "account": {
            "phone": account.phone,
            "created_at": account.created_at.isoformat(),
            "language": account.language,
            "text_size": account.text_size,
            "theme": account.theme,
        },
        "children": [
            {"name": row.pupil.name if row.told else "", "relation": row.relation, **_dates(row)}
            for row in _guardianships(person)
        ],
        "care": [
            {"name": row.pupil.name if row.holds else "", "relation": row.relation, **_dates(row)}
            for row in CareArrangement.objects.filter(caregiver=person).select_related("pupil").order_by("since", "pk")
        ],
        "posts": [
            {"organisation": row.organisation.name, "role": row.role, "subject": row.subject, **_dates(row)}
            for row in Post.objects.filter(person=person).select_related("organisation").order_by("since", "pk")
        ],
        "claim_codes_used": [
            row.used_at.isoformat() for row in ClaimCode.objects.filter(used_by=person).order_by("used_at")
        ],
        "events": [{"at": row.at.isoformat(), "what": row.verb, "as": row.capacity} for row in events],
        **{name: part(person) for name, part in _parts.items()},
    }


def _guardianships(person: Person) -> QuerySet[Guardianship]:
    """`told`: the child is named only while the guardianship holds and no document takes everything."""
    told = Case(When(in_force() & Q(rules.unrestricted()), then=True), default=False, output_field=BooleanField())
    rows = Guardianship.objects.filter(person=person).annotate(told=told)
    return rows.select_related("pupil").order_by("since", "pk")


def _dates(row) -> dict[str, str | None]:
    return {"since": row.since.isoformat(), "until": row.until.isoformat() if row.until else None}
