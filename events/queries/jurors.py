"""For jurors: their queues, and a work without its school, persons and file names."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cocare.core.access import Actor, visible
from cocare.people.models import Organisation

from .. import anonymity, rules
from ..enums import SheetState
from ..models import Author, Dimension, EntryFile, Sheet, Showcase
from . import entrants


def sheet_rows() -> QuerySet[Sheet]:
    """Sheets with all that the juror's page needs."""
    rows = Sheet.objects.select_related("entry__showcase__district", "entry__track", "entry__owner")
    return rows.prefetch_related("marks__dimension")


@dataclass(frozen=True, slots=True)
class Attachment:
    row: EntryFile
    place: int
    label: str


def attachments(sheet: Sheet) -> list[Attachment]:
    """The files of a work as its juror knows them. One query."""
    rows = entrants.files_of(sheet.entry)
    return [
        Attachment(one, number, _("Attachment %(number)d") % {"number": number}) for number, one in enumerate(rows, 1)
    ]


@dataclass(frozen=True, slots=True)
class Task:
    """One sheet in the queue, with the own total."""

    sheet: Sheet
    number: int
    total: str


@dataclass(frozen=True, slots=True)
class Queue:
    showcase: Showcase
    tasks: list[Task]
    done: int
    recused: int

    @property
    def left(self) -> int:
        return len(self.tasks) - self.done - self.recused

    @property
    def next(self) -> Task | None:
        return next((task for task in self.tasks if task.sheet.state == SheetState.OPEN), None)


def queues(actor: Actor) -> list[Queue]:
    """What this juror reads, a queue for each showcase. Two queries."""
    rows = (
        visible(Sheet, actor, rules.own_sheet)
        .select_related("entry__showcase", "entry__track")
        .prefetch_related("marks__dimension")
        .order_by("entry__showcase__scoring_until", "entry__showcase_id", "entry__number")
    )
    by_showcase: dict[UUID, list[Sheet]] = {}
    for sheet in rows:
        by_showcase.setdefault(sheet.entry.showcase_id, []).append(sheet)
    return [_queue(sheets) for sheets in by_showcase.values()]


def _queue(sheets: list[Sheet]) -> Queue:
    tasks = [Task(sheet, sheet.entry.number, _own_total(sheet)) for sheet in sheets]
    states = [sheet.state for sheet in sheets]
    return Queue(sheets[0].entry.showcase, tasks, states.count(SheetState.SUBMITTED), states.count(SheetState.RECUSED))


def _own_total(sheet: Sheet) -> str:
    if sheet.state != SheetState.SUBMITTED:
        return ""
    return tally(sheet).score


@dataclass(frozen=True, slots=True)
class Tally:
    """The running sum of a sheet: what has been marked so far, out of what weight."""

    score: str
    weight: int
    missing: int


def tally(sheet: Sheet, dimensions: Sequence[Dimension] | None = None) -> Tally:
    marks = list(sheet.marks.all())
    score = sum((Fraction(mark.dimension.weight * mark.value, 10) for mark in marks), Fraction(0))
    count = len(dimensions) if dimensions is not None else len(marks)
    return Tally(f"{float(score):.1f}", sum(mark.dimension.weight for mark in marks), count - len(marks))


def leaf_of(sheet: Sheet) -> anonymity.Leaf:
    """The anonymised work behind a sheet. Two queries."""
    entry = sheet.entry
    organisations = Organisation.objects.filter(district=entry.showcase.district_id)
    persons = set(Author.objects.filter(entry=entry).values_list("person__name", flat=True)) | {entry.owner.name}
    return anonymity.leaf(entry, organisations, sorted(persons))
