"""What people want outside the page."""

from django.db import transaction

from cocare.core.access import Actor

from .. import kinds
from ..models import Preference


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
