"""What this app stores about a person: counted for the profile, complete as plain data for a file."""

from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, QuerySet, When
from django.utils.translation import gettext as _

from cocare.core.validity_period import in_force

from . import rules
from .models import CareArrangement, ClaimCode, Guardianship, Person, Post


def counts(person_id: UUID) -> list[tuple[str, int]]:
    """Return (label, number) of each kind. One query each."""
    return [
        (_("Children, now and before"), Guardianship.objects.filter(person=person_id).count()),
        (_("Care, now and before"), CareArrangement.objects.filter(caregiver=person_id).count()),
        (_("Posts, now and before"), Post.objects.filter(person=person_id).count()),
    ]


def of(person_id: UUID) -> dict[str, Any]:
    """Return all of it as plain data. Documents about the family are with the school, not in here."""
    person = Person.objects.select_related("account").get(pk=person_id)
    account = person.account
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
    }


def _guardianships(person: Person) -> QuerySet[Guardianship]:
    """`told`: the child is named only while the guardianship holds and no document takes everything."""
    told = Case(When(in_force() & Q(rules.unrestricted()), then=True), default=False, output_field=BooleanField())
    rows = Guardianship.objects.filter(person=person).annotate(told=told)
    return rows.select_related("pupil").order_by("since", "pk")


def _dates(row) -> dict[str, str | None]:
    return {"since": row.since.isoformat(), "until": row.until.isoformat() if row.until else None}
