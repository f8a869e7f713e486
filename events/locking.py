"""Rows held until the end of a transaction. The row of the showcase comes first everywhere, so that none deadlocks."""

from uuid import UUID

from .models import Entry, Objection, ScoreSheet, Showcase


def lock_showcase(pk: UUID) -> Showcase:
    return Showcase.objects.select_for_update(of=("self",)).get(pk=pk)


def lock_entry(pk: UUID) -> Entry:
    """Return an entry with its showcase, both held."""
    showcase = lock_showcase(Entry.objects.values_list("showcase_id", flat=True).get(pk=pk))
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=pk)
    entry.showcase = showcase
    return entry


def lock_score_sheet(pk: UUID) -> ScoreSheet:
    """Return a score sheet with the showcase of its entry, both held."""
    showcase = lock_showcase(ScoreSheet.objects.values_list("entry__showcase_id", flat=True).get(pk=pk))
    sheet = ScoreSheet.objects.select_for_update(of=("self",)).select_related("entry").get(pk=pk)
    sheet.entry.showcase = showcase
    return sheet


def lock_objection(pk: UUID) -> Objection:
    """Return an objection with the showcase of its entry, both held."""
    showcase = lock_showcase(Objection.objects.values_list("entry__showcase_id", flat=True).get(pk=pk))
    objection = Objection.objects.select_for_update(of=("self",)).select_related("entry").get(pk=pk)
    objection.entry.showcase = showcase
    return objection
