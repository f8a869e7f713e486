"""The files that a person uploaded: what they are, not what is in them. Each can be opened where it is attached."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from .models import File


def counts(person_id: UUID) -> list[tuple[str, int]]:
    """Return (label, number) of each kind. One query each."""
    return [(_("Uploaded files"), File.objects.filter(uploader=person_id).count())]


def of(person_id: UUID) -> dict[str, Any]:
    """Return all of it as plain data."""
    rows = File.objects.filter(uploader=person_id).order_by("created_at", "pk")
    return {
        "files": [
            {
                "name": row.name,
                "purpose": row.purpose,
                "type": row.mime,
                "bytes": row.size,
                "uploaded_at": row.created_at.isoformat(),
                "state": row.state,
            }
            for row in rows
        ]
    }
