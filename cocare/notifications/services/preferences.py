"""What people want outside the page."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from cocare.core.access import Actor

from .. import kinds
from ..models import Notification, Preference


@transaction.atomic
def set_preferences(*, actor: Actor, wanted: dict[tuple[str, str], bool]) -> None:
    """Remember by (kind, route) what the person wants outside the page. Urgent kinds are passed over."""
    rows = [
        Preference(person_id=actor.acting_person_id, kind=kind, route=route, wanted=on)
        for (kind, route), on in wanted.items()
        if kinds.is_registered(kind) and not kinds.find(kind).urgent
    ]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["wanted"], unique_fields=["person", "kind", "route"]
    )


def wanting_route(kind: kinds.Kind, notifications: Iterable[Notification], route: str) -> list[Notification]:
    """Return those of the notices whose people want this kind by this route. One query."""
    notifications = list(notifications)
    if kind.urgent:
        return notifications if route in kind.routes else []
    preferences = Preference.objects.filter(
        person_id__in=[notification.person_id for notification in notifications], kind=kind.name, route=route
    )
    wanted: dict[UUID, bool] = dict(preferences.values_list("person_id", "wanted"))
    return [notification for notification in notifications if wanted.get(notification.person_id, route in kind.routes)]
