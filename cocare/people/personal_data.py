"""What this app stores about a person: counted for the profile, complete as plain data for a file."""

from typing import Any
from uuid import UUID

from django.db.models import Case, Value, When
from django.utils.translation import gettext as _

from cocare.core.validity_period import Dated, in_force

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
        "children": [{"name": name, "relation": row.relation, **_dates(row)} for row, name in _guardianships(person)],
        "care": [
            {"name": row.pupil.name if row.holds else "", "relation": row.relation, **_dates(row)}
            for row in CareArrangement.objects.filter(caregiver=person).select_related("pupil").order_by("since", "pk")
        ],
        "posts": [
            {"organisation": row.organisation.name, "role": row.role, "subject": row.subject, **_dates(row)}
            for row in Post.objects.filter(person=person).select_related("organisation").order_by("since", "pk")
        ],
        "claim_codes_used": [
            row.used_at.isoformat()
            for row in ClaimCode.objects.filter(used_by=person).order_by("used_at")
            if row.used_at is not None
        ],
    }


def _guardianships(person: Person) -> list[tuple[Guardianship, str]]:
    """Return (row, child's name). The name is left out once the guardianship is over or a document takes everything."""
    named = Case(When(in_force() & rules.no_full_restriction(), then="pupil__name"), default=Value(""))
    rows = Guardianship.objects.filter(person=person).order_by("since", "pk")
    names = dict(rows.values_list("pk").annotate(named=named))
    return [(row, names[row.pk]) for row in rows]


def _dates(row: Dated) -> dict[str, str | None]:
    return {"since": row.since.isoformat(), "until": row.until.isoformat() if row.until else None}
