"""For those who enter: the schools they enter from, their works, and what came of them."""

from django.db.models import QuerySet

from cocare.core.access import Actor, visible
from cocare.people.models import Organisation

from .. import rules
from ..enums import EntryState, ScoreSheetState
from ..models import Entry, EntryFile, ScoreSheet, Showcase


def schools_to_enter_from(actor: Actor, showcase: Showcase) -> QuerySet[Organisation]:
    """Return the actor's own organisations of today in the showcase's district."""
    posts = rules.posts_to_enter_from(actor).values("organisation")
    return Organisation.objects.filter(pk__in=posts, district=showcase.district_id)


def own_entries(actor: Actor) -> QuerySet[Entry]:
    """Return own works; for a school's leadership also what the school has sent in."""
    return (
        visible(Entry, actor, rules.own_entry)
        .select_related("showcase", "track", "school", "award")
        .order_by("-saved_at", "-pk")
    )


def files_of_entry(entry: Entry) -> list[EntryFile]:
    return list(EntryFile.objects.filter(entry=entry).select_related("file"))


def entry_files() -> QuerySet[EntryFile]:
    return EntryFile.objects.select_related("file", "entry")


def is_author(actor: Actor, entry: Entry) -> bool:
    return Entry.objects.filter(rules.author_of.condition(actor), pk=entry.pk).exists()


def comments_on(entry: Entry) -> list[str]:
    """Return what jurors wrote, without names and in an order that tells nothing; only once the result is final."""
    if entry.state not in (EntryState.AWARDED, EntryState.NOT_AWARDED):
        return []
    rows = ScoreSheet.objects.filter(entry=entry, state=ScoreSheetState.SUBMITTED).values_list("comment", flat=True)
    return sorted(comment for comment in rows if comment)
