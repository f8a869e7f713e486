"""The jury: who is on it, who reads what, who replaces whom."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cocare.core import audit, clock
from cocare.core.access import Actor
from cocare.core.validity_period import in_force
from cocare.people.enums import Capacity, Role
from cocare.people.models import Person, Post

from .. import assigning, notices
from ..enums import SCORING, EntryState, SheetKind, SheetState, ShowcaseState
from ..errors import NotNow, TooFewJurors
from ..live import tell
from ..models import Author, Entry, Panelist, Sheet, Showcase
from . import moves

Pair = tuple[UUID, UUID]
SAME_SCHOOL_YEARS = 3
ARBITERS = 3


def candidates(showcase: Showcase):
    """Everyone in the district who may sit on a jury today."""
    posts = Post.objects.filter(in_force(), role=Role.JUROR, organisation__district=showcase.district_id)
    return Person.objects.filter(pk__in=posts.values("person")).order_by("name", "pk")


def conflicts(entries: Sequence[Entry], jurors: Sequence[UUID]) -> set[Pair]:
    """Pairs that must not meet: author or sender of the work, a post at its school now or in the last three years, or
    stepped back from it before. Three queries.
    """
    found: set[Pair] = {(entry.pk, entry.owner_id) for entry in entries}
    ids = [entry.pk for entry in entries]
    found |= set(Author.objects.filter(entry__in=ids, person__in=jurors).values_list("entry_id", "person_id"))
    found |= set(
        Sheet.objects.filter(entry__in=ids, juror__in=jurors, state=SheetState.RECUSED).values_list(
            "entry_id", "juror_id"
        )
    )
    since = clock.today() - timedelta(days=366 * SAME_SCHOOL_YEARS)
    schools = {entry.school_id for entry in entries}
    posts = Post.objects.filter(Q(until=None) | Q(until__gte=since), person__in=jurors, organisation__in=schools)
    at = set(posts.exclude(role=Role.JUROR).values_list("organisation_id", "person_id"))
    return found | {(entry.pk, person) for entry in entries for school, person in at if school == entry.school_id}


@transaction.atomic
def assign(*, actor: Actor, showcase: Showcase, jurors: Sequence[Person], seed: int) -> list[Sheet]:
    """Give every admitted work its jurors, by load and without conflicts; the same seed gives the same list.

    Earlier assignments of the check phase are replaced. Raises TooFewJurors (naming nobody) and changes nothing when
    a work would stay short, NotNow outside the check.
    """
    showcase = moves.lock(showcase.pk)
    if showcase.state != ShowcaseState.QUALIFICATION_CHECKING:
        raise NotNow
    entries = list(showcase.entries.filter(state=EntryState.QUALIFIED).order_by("pk"))
    ids = sorted(person.pk for person in jurors)
    # Someone who stepped back stays in conflict, so these rows are kept.
    Sheet.objects.filter(entry__showcase=showcase).exclude(state=SheetState.RECUSED).delete()
    plan = assigning.plan(
        [entry.pk for entry in entries], ids, conflicts(entries, ids),
        per_entry=showcase.jurors_per_entry, cap=showcase.juror_load, seed=seed,
    )  # fmt: skip
    if plan.short:
        raise TooFewJurors(plan.short)
    showcase.panel.exclude(person__in=ids).delete()
    Panelist.objects.bulk_create([Panelist(showcase=showcase, person_id=pk) for pk in ids], ignore_conflicts=True)
    sheets = Sheet.objects.bulk_create(Sheet(entry_id=entry, juror_id=juror) for entry, juror in plan.pairs)
    showcase.seed = seed
    showcase.save(update_fields=["seed"])
    audit.record(
        actor, "showcase.assign", showcase, seed=seed, entries=len(entries), jurors=len(ids), sheets=len(sheets)
    )
    tell(showcase, "jury.assigned", sheets=len(sheets))
    return sheets


def substitute(actor: Actor, showcase: Showcase, entry: Entry) -> Sheet | None:
    """Someone in the place of a juror who stepped back; None when nobody is free, which the board then shows."""
    panel = list(showcase.panel.values_list("person_id", flat=True))
    sheets = add(showcase, entry, panel, SheetKind.SUBSTITUTE, 1)
    if sheets:
        audit.record(actor, "sheet.substitute", sheets[0])
        notices.to_new_jurors(showcase, sheets)
    return sheets[0] if sheets else None


def add(showcase: Showcase, entry: Entry, jurors: Sequence[UUID], kind: SheetKind, count: int) -> list[Sheet]:
    """Up to `count` further jurors for one work, the least loaded first."""
    taken = set(Sheet.objects.filter(entry=entry).values_list("entry_id", "juror_id"))
    load: dict[UUID, int] = {}
    busy = Sheet.objects.filter(entry__showcase=showcase).exclude(state=SheetState.RECUSED)
    for juror in busy.values_list("juror_id", flat=True):
        load[juror] = load.get(juror, 0) + 1
    plan = assigning.plan(
        [entry.pk], sorted(jurors), conflicts([entry], jurors),
        per_entry=count, cap=showcase.juror_load, seed=showcase.seed, load=load, taken=taken,
    )  # fmt: skip
    return Sheet.objects.bulk_create(Sheet(entry=entry, juror_id=juror, kind=kind) for _entry, juror in plan.pairs)


@transaction.atomic
def arbitrate(*, actor: Actor, entry_id: UUID) -> list[Sheet]:
    """Ask the district lead and two new jurors to score a work again; their mean then counts (DOMAIN.md 3d).

    Three new jurors where there is no lead free of conflict. Raises TooFewJurors, NotNow; asked twice is asked once.
    """
    showcase = moves.lock(Entry.objects.values_list("showcase_id", flat=True).get(pk=entry_id))
    if showcase.state not in SCORING:
        raise NotNow
    entry = Entry.objects.get(pk=entry_id)
    asked = list(entry.sheets.filter(kind=SheetKind.ARBITRATION))
    if asked:
        return asked
    leads = Post.objects.filter(in_force(), role=Role.DISTRICT_TEAM_LEAD, organisation__district=showcase.district_id)
    lead_sheets = add(showcase, entry, list(leads.values_list("person_id", flat=True)), SheetKind.ARBITRATION, 1)
    pool = list(candidates(showcase).values_list("pk", flat=True))
    sheets = lead_sheets + add(showcase, entry, pool, SheetKind.ARBITRATION, ARBITERS - len(lead_sheets))
    if len(sheets) < ARBITERS:
        raise TooFewJurors({entry.pk: ARBITERS - len(sheets)})
    Panelist.objects.bulk_create(
        [Panelist(showcase=showcase, person_id=sheet.juror_id) for sheet in sheets], ignore_conflicts=True
    )
    notices.to_new_jurors(showcase, lead_sheets, Capacity.TEAM)
    notices.to_new_jurors(showcase, sheets[len(lead_sheets) :])
    audit.record(actor, "entry.arbitrate", entry, sheets=len(sheets))
    tell(showcase, "jury.assigned", sheets=len(sheets))
    return sheets
