"""What is open to everyone: the gallery, the calls, the results, certificates."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from cocare.core.access import ANONYMOUS, Actor, visible

from .. import rules
from ..enums import PENDING, ShowcaseState
from ..models import Author, Award, Entry, Objection, Showcase


def gallery(*, track: str = "", text: str = "") -> QuerySet[Entry]:
    """Return the awarded works that are public, newest showcase and highest award first."""
    rows = Entry.objects.filter(rules.public_work.condition(ANONYMOUS)).select_related(
        "school", "award", "track", "showcase"
    )
    if track:
        rows = rows.filter(track__kind=track)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(summary__icontains=text) | Q(school__name__icontains=text))
    return rows.order_by("-showcase__year", "award__level", "-pk")


def gallery_counts() -> dict[str, int]:
    """Return how many public works each kind of track has. One query."""
    rows = Entry.objects.filter(rules.public_work.condition(ANONYMOUS)).values_list("track__kind")
    return dict(rows.annotate(count=Count("pk")).order_by())


def running_showcases(actor: Actor) -> QuerySet[Showcase]:
    """Return showcases with a published call whose result is not final yet."""
    return (
        visible(Showcase, actor, rules.published)
        .exclude(state__in=(ShowcaseState.ARCHIVED, ShowcaseState.CERTIFICATES_ISSUED, ShowcaseState.FINALIZED))
        .order_by("closes_at", "pk")
    )


def public_works_of(showcase: Showcase) -> QuerySet[Entry]:
    """Return the public works of one showcase, by track and award."""
    return (
        Entry.objects.filter(rules.public_work.condition(ANONYMOUS), showcase=showcase)
        .select_related("school", "award", "track")
        .prefetch_related("authors__person")
        .annotate(held_back=Exists(Objection.objects.filter(entry=OuterRef("pk"), state__in=PENDING)))
        .order_by("track__position", "award__level", "number")
    )


def entries_in_detail() -> QuerySet[Entry]:
    """Return entries with all that their page shows."""
    authors = Prefetch("authors", queryset=Author.objects.select_related("person"))
    return Entry.objects.select_related("showcase__district", "track", "school", "award").prefetch_related(authors)


def certified_award(number: str) -> Award | None:
    """Return the award of a certificate number, for whoever holds one."""
    rows = Award.objects.filter(rules.certified.condition(ANONYMOUS), number=number.strip().upper())
    return rows.select_related("entry__school", "entry__showcase", "entry__track").first()
