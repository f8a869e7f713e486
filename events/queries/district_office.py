"""For the district's office: its showcases, and what waits for its decision."""

from django.db.models import Count, Q, QuerySet

from cocare.core.access import Actor, visible
from cocare.people.enums import Capacity, Role
from cocare.people.models import District, Organisation

from .. import rules
from ..enums import COUNTED, EntryState
from ..models import Entry, Objection, Showcase, Track


def managed_showcases(actor: Actor) -> QuerySet[Showcase]:
    counted = Count("entries", filter=~Q(entries__state__in=(EntryState.DRAFT, EntryState.WITHDRAWN)))
    return visible(Showcase, actor, rules.oversees).annotate(entry_count=counted).order_by("-year", "-created_at")


def district_of(actor: Actor) -> District | None:
    """Return the district in whose office the actor works."""
    if actor.capacity != Capacity.DISTRICT:
        return None
    organisation = (
        Organisation.objects.filter(posts__person=actor.person_id, posts__role=Role.DISTRICT_STAFF)
        .select_related("district")
        .first()
    )
    return organisation.district if organisation else None


def sent_in_entries(showcase: Showcase) -> QuerySet[Entry]:
    """Return what schools sent in, checked or not, by track and school."""
    return (
        Entry.objects.filter(showcase=showcase)
        .exclude(state__in=(EntryState.DRAFT, EntryState.WITHDRAWN))
        .select_related("school", "track")
        .prefetch_related("authors__person")
        .order_by("track__position", "school__code", "submitted_at")
    )


def state_counts(showcase: Showcase) -> dict[str, int]:
    rows = Entry.objects.filter(showcase=showcase).values_list("state")
    return dict(rows.annotate(count=Count("pk")).order_by())


def tracks_with_counts(showcase: Showcase) -> QuerySet[Track]:
    return showcase.tracks.annotate(count=Count("entries", filter=Q(entries__state__in=COUNTED)))


def objections_to(showcase: Showcase) -> QuerySet[Objection]:
    return (
        Objection.objects.filter(entry__showcase=showcase).select_related("entry__school").order_by("closed_at", "-pk")
    )


def objections_with_entry() -> QuerySet[Objection]:
    return Objection.objects.select_related("entry")
