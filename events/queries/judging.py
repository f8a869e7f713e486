"""For jurors: their queues, and a work without its school, persons and file names."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cocare.core.access import Actor, visible
from cocare.people.models import Organisation

from .. import rules
from ..domain import anonymity
from ..domain.scoring import round_score, weighted_total
from ..enums import ScoreSheetState
from ..models import Author, Criterion, EntryFile, ScoreSheet, Showcase
from . import entering


def score_sheets() -> QuerySet[ScoreSheet]:
    """Return score sheets with all that the juror's page needs."""
    rows = ScoreSheet.objects.select_related("entry__showcase__district", "entry__track", "entry__owner")
    return rows.prefetch_related("scores__criterion")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a work as its juror knows it: by its position."""

    entry_file: EntryFile
    position: int
    label: str


def attachments(sheet: ScoreSheet) -> list[Attachment]:
    """Return the files of the work behind a sheet. One query."""
    return [
        Attachment(entry_file, position, _("Attachment %(number)d") % {"number": position})
        for position, entry_file in enumerate(entering.files_of_entry(sheet.entry), 1)
    ]


@dataclass(frozen=True, slots=True)
class ScoringTask:
    """One sheet in the queue, with what it comes to once handed in. `number` is the work's blind number."""

    sheet: ScoreSheet
    number: int | None
    total: str


@dataclass(frozen=True, slots=True)
class ScoringQueue:
    """What one juror reads in one showcase."""

    showcase: Showcase
    tasks: list[ScoringTask]
    done: int
    recused: int

    @property
    def left(self) -> int:
        return len(self.tasks) - self.done - self.recused

    @property
    def next(self) -> ScoringTask | None:
        return next((task for task in self.tasks if task.sheet.state == ScoreSheetState.OPEN), None)


def scoring_queues(actor: Actor) -> list[ScoringQueue]:
    """Return what this juror reads, a queue for each showcase. Two queries."""
    rows = (
        visible(ScoreSheet, actor, rules.own_sheet)
        .select_related("entry__showcase", "entry__track")
        .prefetch_related("scores__criterion")
        .order_by("entry__showcase__scoring_until", "entry__showcase_id", "entry__number")
    )
    by_showcase: dict[UUID, list[ScoreSheet]] = {}
    for sheet in rows:
        by_showcase.setdefault(sheet.entry.showcase_id, []).append(sheet)
    return [_queue(sheets) for sheets in by_showcase.values()]


def _queue(sheets: list[ScoreSheet]) -> ScoringQueue:
    tasks = [ScoringTask(sheet, sheet.entry.number, _own_total(sheet)) for sheet in sheets]
    states = [sheet.state for sheet in sheets]
    done, recused = states.count(ScoreSheetState.SUBMITTED), states.count(ScoreSheetState.RECUSED)
    return ScoringQueue(sheets[0].entry.showcase, tasks, done, recused)


def _own_total(sheet: ScoreSheet) -> str:
    return running_total(sheet).score if sheet.state == ScoreSheetState.SUBMITTED else ""


@dataclass(frozen=True, slots=True)
class RunningTotal:
    """What a sheet comes to so far: `score` with one decimal, out of `weight`; `missing` criteria are still open."""

    score: str
    weight: int
    missing: int


def running_total(sheet: ScoreSheet, criteria: Sequence[Criterion] = ()) -> RunningTotal:
    """Return the running total of a sheet whose scores were fetched. `criteria` are those of its rubric."""
    rows = list(sheet.scores.all())
    weights = {score.criterion_id: score.criterion.weight for score in rows}
    total = weighted_total({score.criterion_id: score.value for score in rows}, weights)
    return RunningTotal(str(round_score(total, places=1)), sum(weights.values()), len(criteria) - len(rows))


def anonymous_work(sheet: ScoreSheet) -> anonymity.AnonymousWork:
    """Return the work behind a sheet with all names covered. Two queries."""
    entry, district = sheet.entry, sheet.entry.showcase.district
    organisations = Organisation.objects.filter(district=district).values_list("name", "short_name")
    persons = set(Author.objects.filter(entry=entry).values_list("person__name", flat=True)) | {entry.owner.name}
    names = anonymity.names_to_hide(district.name, chain.from_iterable(organisations), sorted(persons))
    return anonymity.anonymise_work(entry.title, entry.summary, entry.body, names)
