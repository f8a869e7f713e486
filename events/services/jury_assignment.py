"""The jury: who reads what, and who replaces whom."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from cocare.core import audit
from cocare.core.access import Actor
from cocare.people.enums import Capacity
from cocare.people.models import Person

from .. import notices
from ..domain.assigning import plan_assignment
from ..enums import SCORING, EntryState, ScoreSheetKind, ScoreSheetState, ShowcaseState
from ..errors import NotNow, TooFewJurors
from ..live import bump_board
from ..locking import lock_entry, lock_showcase
from ..models import Entry, Panelist, ScoreSheet, Showcase
from ..queries.jury import conflicts_of_interest, district_team_leads, jury_candidates, load_by_juror

ARBITERS = 3


@transaction.atomic
def assign_jury(*, actor: Actor, showcase: Showcase, jurors: Sequence[Person], seed: int) -> list[ScoreSheet]:
    """Give every admitted work its jurors, by load and without conflicts; the same seed gives the same list.

    Earlier assignments of the check phase are replaced. Raise TooFewJurors (naming nobody) and change nothing when a
    work would stay short; raise NotNow outside the check.
    """
    showcase = lock_showcase(showcase.pk)
    if showcase.state != ShowcaseState.QUALIFICATION_CHECKING:
        raise NotNow
    entries = list(showcase.entries.filter(state=EntryState.QUALIFIED).order_by("pk"))
    juror_ids = sorted(person.pk for person in jurors)
    # Someone who stepped back stays in conflict, so these rows are kept.
    ScoreSheet.objects.filter(entry__showcase=showcase).exclude(state=ScoreSheetState.RECUSED).delete()
    plan = plan_assignment(
        [entry.pk for entry in entries], juror_ids, conflicts_of_interest(entries, juror_ids),
        per_entry=showcase.jurors_per_entry, cap=showcase.juror_load, seed=seed,
    )  # fmt: skip
    if plan.short:
        raise TooFewJurors(TooFewJurors.counted.format(count=len(plan.short)))
    showcase.panel.exclude(person__in=juror_ids).delete()
    _put_on_panel(showcase, juror_ids)
    sheets = ScoreSheet.objects.bulk_create(ScoreSheet(entry_id=entry, juror_id=juror) for entry, juror in plan.pairs)
    showcase.seed = seed
    showcase.save(update_fields=["seed"])
    audit.record(
        actor, "showcase.assign", showcase, seed=seed, entries=len(entries), jurors=len(juror_ids), sheets=len(sheets)
    )
    bump_board(showcase, "jury.assigned", sheets=len(sheets))
    return sheets


def call_substitute(*, actor: Actor, entry: Entry) -> ScoreSheet | None:
    """Put someone in the place of a juror who stepped back. Return None when nobody is free: the board shows that."""
    panel = list(entry.showcase.panel.values_list("person_id", flat=True))
    sheets = _add_jurors(entry, panel, ScoreSheetKind.SUBSTITUTE, 1)
    if not sheets:
        return None
    audit.record(actor, "sheet.substitute", sheets[0])
    notices.notify_new_jurors(entry.showcase, sheets)
    return sheets[0]


@transaction.atomic
def request_arbitration(*, actor: Actor, entry_id: UUID) -> list[ScoreSheet]:
    """Ask the district lead and two new jurors to score a work again; their mean then counts.

    Three new jurors where there is no lead free of conflict (docs/domain.md, showcase). Asked twice is asked once.
    Raise TooFewJurors, NotNow outside scoring.
    """
    entry = lock_entry(entry_id)
    showcase = entry.showcase
    if showcase.state not in SCORING:
        raise NotNow
    asked = list(entry.sheets.filter(kind=ScoreSheetKind.ARBITRATION))
    if asked:
        return asked
    of_lead = _add_jurors(entry, district_team_leads(showcase), ScoreSheetKind.ARBITRATION, 1)
    pool = list(jury_candidates(showcase).values_list("pk", flat=True))
    of_others = _add_jurors(entry, pool, ScoreSheetKind.ARBITRATION, ARBITERS - len(of_lead))
    sheets = of_lead + of_others
    if len(sheets) < ARBITERS:
        raise TooFewJurors
    _put_on_panel(showcase, [sheet.juror_id for sheet in sheets])
    notices.notify_new_jurors(showcase, of_lead, Capacity.TEAM)
    notices.notify_new_jurors(showcase, of_others)
    audit.record(actor, "entry.arbitrate", entry, sheets=len(sheets))
    bump_board(showcase, "jury.assigned", sheets=len(sheets))
    return sheets


def _add_jurors(entry: Entry, jurors: Sequence[UUID], kind: ScoreSheetKind, count: int) -> list[ScoreSheet]:
    """Give one work up to `count` further jurors, the least loaded first."""
    showcase = entry.showcase
    taken = set(ScoreSheet.objects.filter(entry=entry).values_list("entry_id", "juror_id"))
    plan = plan_assignment(
        [entry.pk], sorted(jurors), conflicts_of_interest([entry], jurors), per_entry=count, cap=showcase.juror_load,
        seed=showcase.seed, load=load_by_juror(showcase), taken=taken,
    )  # fmt: skip
    return ScoreSheet.objects.bulk_create(
        ScoreSheet(entry=entry, juror_id=juror, kind=kind) for _entry, juror in plan.pairs
    )


def _put_on_panel(showcase: Showcase, person_ids: Sequence[UUID]) -> None:
    panel = [Panelist(showcase=showcase, person_id=pk) for pk in person_ids]
    Panelist.objects.bulk_create(panel, ignore_conflicts=True)
