"""Reads of the room. Every one starts at a rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cocare.core import clock
from cocare.core.access import ANONYMOUS, Actor, visible
from cocare.core.offers import SearchHit, TodayItem
from cocare.people.enums import Capacity
from cocare.people.models import District, Organisation

from . import anonymity, quotas, rules, scoring
from .enums import (
    COUNTED,
    EDITABLE,
    ENTERING,
    PENDING,
    EntryState,
    SheetState,
    ShowcaseState,
)
from .models import Author, Award, Dimension, Entry, EntryFile, Objection, Sheet, Showcase, Track, TransitionLog

SCORING_MINUTES = 15
HITS = 10


# ---- for everyone


def gallery(*, track: str = "", text: str = "") -> QuerySet[Entry]:
    """The awarded works that are public, newest showcase and highest award first."""
    rows = Entry.objects.filter(rules.public_work.rows(ANONYMOUS)).select_related(
        "school", "award", "track", "showcase"
    )
    if track:
        rows = rows.filter(track__kind=track)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(summary__icontains=text) | Q(school__name__icontains=text))
    return rows.order_by("-showcase__year", "award__level", "-pk")


def gallery_counts() -> dict[str, int]:
    """How many public works each kind of track has. One query."""
    rows = Entry.objects.filter(rules.public_work.rows(ANONYMOUS)).values_list("track__kind")
    return dict(rows.annotate(count=Count("pk")).order_by())


def running(actor: Actor) -> QuerySet[Showcase]:
    """Showcases with a published call whose result is not final yet."""
    return (
        visible(Showcase, actor, rules.published)
        .exclude(state__in=(ShowcaseState.ARCHIVED, ShowcaseState.CERTIFICATES_ISSUED, ShowcaseState.FINALIZED))
        .order_by("closes_at", "pk")
    )


def works_of(showcase: Showcase) -> QuerySet[Entry]:
    """The public works of one showcase, by track and award."""
    return (
        Entry.objects.filter(rules.public_work.rows(ANONYMOUS), showcase=showcase)
        .select_related("school", "award", "track")
        .prefetch_related("authors__person")
        .annotate(held_back=Exists(Objection.objects.filter(entry=OuterRef("pk"), state__in=PENDING)))
        .order_by("track__position", "award__level", "number")
    )


def detailed(rows: QuerySet[Entry] | type[Entry] = Entry) -> QuerySet[Entry]:
    """Entries with all that their page shows."""
    start = rows if isinstance(rows, QuerySet) else rows.objects.all()
    authors = Author.objects.select_related("person")
    return start.select_related("showcase__district", "track", "school", "award").prefetch_related(
        Prefetch("authors", queryset=authors)
    )


def certificate(number: str) -> Award | None:
    """The award of a certificate number, for whoever holds one."""
    rows = Award.objects.filter(rules.certified.rows(ANONYMOUS), number=number.strip().upper())
    return rows.select_related("entry__school", "entry__showcase", "entry__track").first()


# ---- for those who enter


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


def attachments(sheet: Sheet) -> list["Attachment"]:
    """The files of a work as its juror knows them. One query."""
    rows = files_of(sheet.entry)
    return [
        Attachment(one, number, _("Attachment %(number)d") % {"number": number}) for number, one in enumerate(rows, 1)
    ]


@dataclass(frozen=True, slots=True)
class Attachment:
    row: EntryFile
    place: int
    label: str


def is_author(actor: Actor, entry: Entry) -> bool:
    return Entry.objects.filter(rules.author_of.rows(actor), pk=entry.pk).exists()


def comments_on(entry: Entry) -> list[str]:
    """What jurors wrote, without names and in an order that tells nothing; only once the result is final."""
    if entry.state not in (EntryState.AWARDED, EntryState.NOT_AWARDED):
        return []
    rows = Sheet.objects.filter(entry=entry, state=SheetState.SUBMITTED).values_list("comment", flat=True)
    return sorted(comment for comment in rows if comment)


# ---- for jurors


def sheet_rows() -> QuerySet[Sheet]:
    """Sheets with all that the juror's page needs."""
    rows = Sheet.objects.select_related("entry__showcase__district", "entry__track", "entry__owner")
    return rows.prefetch_related("marks__dimension")


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


# ---- for the district


def managed(actor: Actor) -> QuerySet[Showcase]:
    counted = Count("entries", filter=~Q(entries__state__in=(EntryState.DRAFT, EntryState.WITHDRAWN)))
    return visible(Showcase, actor, rules.oversees).annotate(entry_count=counted).order_by("-year", "-created_at")


def district_of(actor: Actor) -> District | None:
    """The district in whose office the actor works."""
    if actor.capacity != Capacity.DISTRICT:
        return None
    organisation = (
        Organisation.objects.filter(posts__person_id=actor.person_id, posts__role="district_staff")
        .select_related("district")
        .first()
    )
    return organisation.district if organisation else None


def to_check(showcase: Showcase) -> QuerySet[Entry]:
    """What schools sent in, those that wait first."""
    return (
        Entry.objects.filter(showcase=showcase)
        .exclude(state__in=(EntryState.DRAFT, EntryState.WITHDRAWN))
        .select_related("school", "track")
        .prefetch_related("authors__person")
        .order_by("track__position", "school__code", "submitted_at")
    )


def state_counts(showcase: Showcase) -> dict[str, int]:
    rows = Entry.objects.filter(showcase=showcase).values_list("state")
    return dict(rows.annotate(count=Count("pk")).order_by())


def tracks_with_counts(showcase: Showcase) -> QuerySet[Track]:
    return showcase.tracks.annotate(count=Count("entries", filter=Q(entries__state__in=COUNTED)))


def objections(showcase: Showcase) -> QuerySet[Objection]:
    return (
        Objection.objects.filter(entry__showcase=showcase).select_related("entry__school").order_by("closed_at", "-pk")
    )


def objection_rows() -> QuerySet[Objection]:
    return Objection.objects.select_related("entry")


def log(showcase: Showcase) -> QuerySet[TransitionLog]:
    return TransitionLog.objects.filter(showcase=showcase).select_related("person")


def shown_totals(totals: Sequence[Fraction]) -> list[str]:
    return [str(scoring.shown(total)) for total in totals]


# ---- offered to the home page and the search


def today(actor: Actor) -> list[TodayItem]:
    """Works to finish, scores that are due, and for district staff the next step."""
    if actor.capacity in (Capacity.JUROR, Capacity.TEAM):
        waiting = _scores_today(actor)
        if waiting or actor.capacity == Capacity.JUROR:
            return waiting + (_entries_today(actor) if actor.capacity == Capacity.TEAM else [])
    if actor.capacity in ENTERING:
        return _entries_today(actor)
    return []


def _scores_today(actor: Actor) -> list[TodayItem]:
    items = []
    for queue in queues(actor):
        if not queue.left:
            continue
        items.append(
            TodayItem(
                title=queue.showcase.title,
                detail=_("%(count)d works wait for your marks") % {"count": queue.left},
                url=reverse("events:board.list"),
                minutes=queue.left * SCORING_MINUTES,
                due=queue.showcase.scoring_until,
                waits=True,
                action=_("Score"),
            )
        )
    return items


def _entries_today(actor: Actor) -> list[TodayItem]:
    soon = clock.now() + timedelta(days=30)
    rows = (
        visible(Entry, actor, rules.author_of)
        .filter(
            Q(state=EntryState.CORRECTION_REQUIRED, showcase__state=ShowcaseState.QUALIFICATION_CHECKING)
            | Q(
                state__in=EDITABLE,
                showcase__state=ShowcaseState.SUBMISSION_OPEN,
                showcase__closes_at__range=(clock.now(), soon),
            )
        )
        .select_related("showcase")
        .order_by("showcase__closes_at")[:HITS]
    )
    return [
        TodayItem(
            title=entry.title or entry.showcase.title,
            detail=_("To be repaired") if entry.state == EntryState.CORRECTION_REQUIRED else _("Not sent in yet"),
            url=reverse("events:entry.edit", kwargs={"pk": entry.pk}),
            minutes=20,
            due=entry.showcase.closes_at,
            waits=True,
            action=_("Finish"),
        )
        for entry in rows
    ]


def search(actor: Actor, text: str) -> list[SearchHit]:
    """Public works and own works. A juror's search finds no work that is still being judged."""
    found = {entry.pk: entry for entry in gallery(text=text)[:HITS]}
    hits = [_hit(entry, reverse("events:work.show", kwargs={"pk": entry.pk})) for entry in found.values()]
    if actor.capacity in ENTERING:
        own = my_entries(actor).filter(Q(title__icontains=text) | Q(summary__icontains=text)).exclude(pk__in=found)
        hits += [_hit(entry, reverse("events:entry.edit", kwargs={"pk": entry.pk})) for entry in own[:HITS]]
    return hits


def _hit(entry: Entry, url: str) -> SearchHit:
    return SearchHit(title=entry.title, excerpt=entry.summary, url=url, kind=_("work"), at=entry.submitted_at)
