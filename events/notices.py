"""What showcases put into people's inboxes. The sentences name nobody: no author, no juror, no work."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cocare.notifications import kinds, services
from cocare.people.enums import Capacity

from .enums import ScoreSheetState
from .models import Author, Entry, ScoreSheet, Showcase

ASSIGNED, CHECKED, ON_NOTICE = "judging.assigned", "entry.returned", "award.noticed"


def register_kinds() -> None:
    """Make the kinds of notices known, once, when the app is ready."""
    kinds.register(ASSIGNED, _("Works are waiting for your marks"), icon="scale")
    kinds.register(CHECKED, _("The check of your work has a result"), icon="event")
    kinds.register(ON_NOTICE, _("The awards are on public notice"), icon="trophy")


def notify_jurors(showcase: Showcase) -> None:
    """Tell everyone with open sheets in a showcase whose review begins."""
    rows = ScoreSheet.objects.filter(entry__showcase=showcase, state=ScoreSheetState.OPEN)
    _notify_assigned(showcase, set(rows.values_list("juror_id", flat=True)), Capacity.JUROR)


def notify_new_jurors(showcase: Showcase, sheets: Iterable[ScoreSheet], capacity: Capacity = Capacity.JUROR) -> None:
    """Tell substitutes, and those who score a work again."""
    _notify_assigned(showcase, {sheet.juror_id for sheet in sheets}, capacity)


def _notify_assigned(showcase: Showcase, people: set[UUID], capacity: Capacity) -> None:
    services.notify(
        person_ids=people, kind=ASSIGNED, url=reverse("events:judging.list"), capacity=str(capacity),
        collapse_key=f"board:{showcase.pk}",
    )  # fmt: skip


def notify_authors(entry: Entry) -> None:
    """Tell those behind a work that was checked."""
    people = set(Author.objects.filter(entry=entry).values_list("person_id", flat=True)) | {entry.owner_id}
    url = reverse("events:entry.edit", kwargs={"pk": entry.pk})
    services.notify(person_ids=people, kind=CHECKED, url=url, collapse_key=f"entry:{entry.pk}")


def notify_participants(showcase: Showcase) -> None:
    """Tell everyone who took part, whatever they get."""
    rows = Author.objects.filter(entry__showcase=showcase, entry__number__isnull=False)
    url = reverse("events:showcase.show", kwargs={"pk": showcase.pk})
    services.notify(
        person_ids=set(rows.values_list("person_id", flat=True)), kind=ON_NOTICE, url=url,
        collapse_key=f"showcase:{showcase.pk}",
    )  # fmt: skip
