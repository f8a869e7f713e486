"""For those who enter: their school's places, their works, and what came of them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from cocare.core.access import Actor, visible
from cocare.people.models import Organisation

from .. import quotas, rules
from ..enums import EntryState, SheetState
from ..models import Entry, EntryFile, Sheet, Showcase


def schools_to_enter_from(actor: Actor, showcase: Showcase) -> QuerySet[Organisation]:
    """The actor's own bodies of today in the showcase's district."""
    posts = rules.posts_of(actor).values("organisation")
    return Organisation.objects.filter(pk__in=posts, district=showcase.district_id)


def my_entries(actor: Actor) -> QuerySet[Entry]:
    """Own works; for a school's leadership also what the school has sent in."""
    return (
        visible(Entry, actor, rules.own_entry)
        .select_related("showcase", "track", "school", "award")
        .order_by("-saved_at", "-pk")
    )


@dataclass(frozen=True, slots=True)
class Places:
    school: Organisation
    used: int
    places: int

    @property
    def left(self) -> int:
        return max(0, self.places - self.used)


def places(showcase: Showcase, school: Organisation) -> Places:
    return Places(school, quotas.used(showcase, school), quotas.places(showcase, school))


def files_of(entry: Entry) -> list[EntryFile]:
    return list(EntryFile.objects.filter(entry=entry).select_related("file"))


def file_rows() -> QuerySet[EntryFile]:
    return EntryFile.objects.select_related("file", "entry")


def is_author(actor: Actor, entry: Entry) -> bool:
    return Entry.objects.filter(rules.author_of.condition(actor), pk=entry.pk).exists()


def comments_on(entry: Entry) -> list[str]:
    """What jurors wrote, without names and in an order that tells nothing; only once the result is final."""
    if entry.state not in (EntryState.AWARDED, EntryState.NOT_AWARDED):
        return []
    rows = Sheet.objects.filter(entry=entry, state=SheetState.SUBMITTED).values_list("comment", flat=True)
    return sorted(comment for comment in rows if comment)
