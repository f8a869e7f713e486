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
        Preference(person_id=actor.person_id, kind=kind, route=route, wanted=on)
        for (kind, route), on in wanted.items()
        if kinds.known(kind) and not kinds.find(kind).urgent
    ]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["wanted"], unique_fields=["person", "kind", "route"]
    )


def wanting(kind: kinds.Kind, notices: Iterable[Notification], route: str) -> list[Notification]:
    """Those of the notices whose people want this kind by this route. One query."""
    notices = list(notices)
    if kind.urgent:
        return notices if route in kind.routes else []
    said: dict[UUID, bool] = dict(
        Preference.objects.filter(
            person_id__in=[notice.person_id for notice in notices], kind=kind.name, route=route
        ).values_list("person_id", "wanted")
    )
    return [notice for notice in notices if said.get(notice.person_id, route in kind.routes)]
