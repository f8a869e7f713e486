"""The jury of the demo: three jurors, and the scores they have handed in so far."""

from datetime import timedelta

from cocare.people.demo import DemoDistrict
from cocare.people.models import Person

from ..domain.assigning import plan_assignment
from ..enums import ScoreSheetState
from ..models import Criterion, Entry, Panelist, Score, ScoreSheet, Showcase
from ..queries.jury import conflicts_of_interest
from .works import COMMENTS

# How many sheets each of the three jurors has handed in; the demo's juror comes first and has one begun.
HANDED_IN = (3, 7, 5)


def add_jury_and_scores(district: DemoDistrict, showcase: Showcase, entries: list[Entry]) -> int:
    """Hand out the works, and some scores in. Return how many sheets are in."""
    jurors = _free_jurors(district, entries)
    Panelist.objects.bulk_create(Panelist(showcase=showcase, person=person) for person in jurors)
    plan = plan_assignment(entries, jurors, set(), per_entry=3, cap=40, seed=district.seed_number)
    sheets = ScoreSheet.objects.bulk_create(ScoreSheet(entry=entry, juror=juror) for entry, juror in plan.pairs)
    by_juror = {
        juror: sorted((sheet for sheet in sheets if sheet.juror == juror), key=lambda sheet: sheet.entry.number or 0)
        for juror in jurors
    }
    criteria = list(Criterion.objects.filter(showcase=showcase))
    for juror, count in zip(jurors, HANDED_IN, strict=True):
        _hand_in(district, criteria, by_juror[juror][:count])
    _begin(district, criteria, by_juror[jurors[0]][HANDED_IN[0]])
    return sum(HANDED_IN)


def _free_jurors(district: DemoDistrict, entries: list[Entry]) -> list[Person]:
    """Return the demo's juror and two more, all without a conflict."""
    in_conflict = {juror for _entry, juror in conflicts_of_interest(entries, [person.pk for person in district.jurors])}
    return [person for person in district.jurors if person.pk not in in_conflict][: len(HANDED_IN)]


def _hand_in(district: DemoDistrict, criteria: list[Criterion], sheets: list[ScoreSheet]) -> None:
    scores = []
    for sheet in sheets:
        usual = district.rng.choice((7, 8, 8, 9))
        scores += [
            Score(sheet=sheet, criterion=criterion, value=max(5, min(10, usual + district.rng.choice((-1, 0, 0, 1)))))
            for criterion in criteria
        ]
        sheet.state, sheet.comment, sheet.version = ScoreSheetState.SUBMITTED, district.rng.choice(COMMENTS), 8
        sheet.submitted_at = district.now - timedelta(hours=district.rng.randint(2, 150))
        sheet.saved_at = sheet.submitted_at
    Score.objects.bulk_create(scores)
    ScoreSheet.objects.bulk_update(sheets, ["state", "comment", "version", "submitted_at", "saved_at"])


def _begin(district: DemoDistrict, criteria: list[Criterion], sheet: ScoreSheet) -> None:
    """Put some scores on a sheet, so that the juror's desk shows work under way."""
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion=criterion, value=value)
        for criterion, value in zip(criteria, (8, 7, 9), strict=False)
    )
    sheet.version, sheet.saved_at = 3, district.now - timedelta(minutes=35)
    sheet.save(update_fields=["version", "saved_at"])
