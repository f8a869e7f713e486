"""What this room puts into people's inboxes. The sentences name nobody: no author, no juror, no work."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cocare.notifications import services
from cocare.people.enums import Capacity

from .enums import SheetState
from .models import Author, Entry, Sheet, Showcase

KINDS = {
    "judging.assigned": {"text": _("Works are waiting for your marks"), "icon": "scale"},
    "entry.returned": {"text": _("The check of your work has a result"), "icon": "event"},
    "award.noticed": {"text": _("The awards are on public notice"), "icon": "trophy"},
}


def to_jurors(showcase: Showcase) -> None:
    """Everyone with open sheets in a showcase whose review begins."""
    rows = Sheet.objects.filter(entry__showcase=showcase, state=SheetState.OPEN)
    _to_jurors(showcase, set(rows.values_list("juror", flat=True)), Capacity.JUROR)


def to_new_jurors(showcase: Showcase, sheets: Iterable[Sheet], capacity: str = Capacity.JUROR) -> None:
    """Substitutes, and those who score a work again."""
    _to_jurors(showcase, {sheet.juror_id for sheet in sheets}, capacity)


def _to_jurors(showcase: Showcase, people: set[UUID], capacity: str) -> None:
    services.notify(
        person_ids=people, kind="judging.assigned", url=reverse("events:board.list"), capacity=str(capacity),
        collapse_key=f"board:{showcase.pk}",
    )  # fmt: skip


def to_authors(entry: Entry) -> None:
    """Those behind a work that was checked."""
    people = set(Author.objects.filter(entry=entry).values_list("person", flat=True)) | {entry.owner_id}
    url = reverse("events:entry.edit", kwargs={"pk": entry.pk})
    services.notify(person_ids=people, kind="entry.returned", url=url, collapse_key=f"entry:{entry.pk}")


def of_public_notice(showcase: Showcase) -> None:
    """Everyone who took part, whatever they get."""
    people = set(
        Author.objects.filter(entry__showcase=showcase, entry__number__isnull=False).values_list("person", flat=True)
    )
    url = reverse("events:showcase.show", kwargs={"pk": showcase.pk})
    services.notify(person_ids=people, kind="award.noticed", url=url, collapse_key=f"showcase:{showcase.pk}")
