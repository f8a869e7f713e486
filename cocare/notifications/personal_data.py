"""The notices that a person got, where they were sent, and what the person wants to be told."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from .models import Notification, OutboxMessage, Preference


def counts(person_id: UUID) -> list[tuple[str, int]]:
    """Return (label, number) of each kind. One query each."""
    return [(_("Notices"), Notification.objects.filter(person=person_id).count())]


def of(person_id: UUID) -> dict[str, Any]:
    """Return all of it as plain data. A notice's sentence names nobody, and the child that it is about stays out."""
    notices = Notification.objects.filter(person=person_id).prefetch_related("outbox_messages")
    outbox_messages = OutboxMessage.objects.filter(person=person_id).order_by("created_at", "pk")
    preferences = Preference.objects.filter(person=person_id).order_by("kind", "route")
    return {
        "notices": [
            {
                "kind": row.kind,
                "sentence": row.sentence,
                "as": row.capacity,
                "at": row.created_at.isoformat(),
                "state": row.delivery_state,
                "read_at": row.read_at.isoformat() if row.read_at else None,
            }
            for row in notices.order_by("created_at", "pk")
        ],
        "messages_outside": [
            {"route": row.route, "state": row.state, "at": row.created_at.isoformat()} for row in outbox_messages
        ],
        "notice_preferences": [{"kind": row.kind, "route": row.route, "wanted": row.wanted} for row in preferences],
    }
