"""Works: drafted, kept, sent in, taken back, withdrawn."""

import random
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from cocare.core import audit, clock
from cocare.core.access import Actor
from cocare.files import services as files
from cocare.files.models import File
from cocare.people.models import Organisation, Person

from ..enums import EDITABLE, ENTRY_MOVES, EntryState, find_move
from ..errors import DraftChanged, NotNow, TooManyFiles
from ..live import tell
from ..models import Author, Entry, EntryFile, Showcase, TransitionLog
from ..rules import FILES
from . import moves

MOST_FILES = 8
TEXTS = ("title", "summary", "body")


@transaction.atomic
def create_draft(*, actor: Actor, showcase: Showcase, school: Organisation) -> Entry:
    """An empty draft of the actor for a school; an untouched one of theirs is handed out again."""
    Person.objects.select_for_update().get(pk=actor.person_id)
    untouched = Entry.objects.filter(
        showcase=showcase, school=school, owner_id=actor.person_id, state=EntryState.DRAFT, version=0
    ).first()
    if untouched is not None:
        return untouched
    entry = Entry.objects.create(showcase=showcase, school=school, owner_id=actor.person_id)
    Author.objects.create(entry=entry, person_id=actor.person_id, position=0)
    audit.record(actor, "entry.create", entry)
    return entry


@transaction.atomic
def save_draft(*, actor: Actor, entry: Entry, version: int, facts: Mapping[str, Any]) -> Entry:
    """Keep a draft: the fields of TEXTS, `track`, and `authors` (persons, first one first).

    `version` is the one the writer started from. Raises DraftChanged when somebody else saved other words since then,
    NotNow when the work can't be edited any more.
    """
    entry = Entry.objects.select_for_update(of=("self",)).select_related("showcase").get(pk=entry.pk)
    if entry.state not in EDITABLE:
        raise NotNow
    authors: Sequence[Person] = facts.get("authors") or []
    wanted = [one.pk for one in authors]
    now = list(entry.authors.values_list("person_id", flat=True))
    track = facts.get("track")
    same = (
        all(getattr(entry, name) == facts.get(name, "") for name in TEXTS)
        and entry.track_id == (track.pk if track else None)
        and (not wanted or wanted == now)
    )
    if same:
        return entry
    if entry.version != version:
        raise DraftChanged(entry)
    for name in TEXTS:
        setattr(entry, name, facts.get(name, ""))
    entry.track = track
    entry.version += 1
    entry.saved_at = clock.now()
    entry.save(update_fields=[*TEXTS, "track", "version", "saved_at"])
    if wanted and wanted != now:
        entry.authors.all().delete()
        Author.objects.bulk_create(
            Author(entry=entry, person=person, position=position) for position, person in enumerate(authors)
        )
        audit.record(actor, "entry.authors", entry, count=len(wanted))
    return entry


@transaction.atomic
def act(*, actor: Actor, entry_id: UUID, action: str, reason: str = "") -> Entry:
    """A step of its author: submit, resubmit, take_back, withdraw. Done twice is done once.

    Raises DeadlinePassed, NoPlaceLeft, NotNow or Invalid (with the empty fields); the draft stays as it is.
    """
    showcase_id = Entry.objects.values_list("showcase_id", flat=True).get(pk=entry_id)
    showcase = moves.lock(showcase_id)
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    entry.showcase = showcase
    last = TransitionLog.objects.filter(subject_id=entry.pk).first()
    if find_move(ENTRY_MOVES, entry.state, action) is None and last and last.action == action:
        return entry
    move = moves.check(ENTRY_MOVES, entry, action)
    if action in ("submit", "resubmit"):
        entry.submitted_at = clock.now()
        entry.corrected = action == "resubmit"
        entry.save(update_fields=["submitted_at", "corrected"])
    moves.apply(actor, showcase, entry, move, reason)
    tell(showcase, "entry.moved", state=entry.state)
    return entry


@transaction.atomic
def attach_files(*, actor: Actor, entry: Entry, chosen: Sequence[File]) -> list[EntryFile]:
    """Bind uploaded files to a work that may still be changed. Raises NotNow, TooManyFiles."""
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if entry.state not in EDITABLE:
        raise NotNow
    places = list(entry.files.values_list("place", flat=True))
    if len(places) + len(chosen) > MOST_FILES:
        raise TooManyFiles
    bound = files.attach(actor=actor, files=chosen, purpose=FILES)
    first = max(places, default=0) + 1
    return EntryFile.objects.bulk_create(
        EntryFile(entry=entry, file=file, place=place) for place, file in enumerate(bound, start=first)
    )


@transaction.atomic
def detach_file(*, actor: Actor, file: EntryFile) -> None:
    """Take a file away from a work that may still be changed, and erase it. Raises NotNow."""
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=file.entry_id)
    if entry.state not in EDITABLE:
        raise NotNow
    content = file.file
    file.delete()
    files.erase(actor=actor, files=[content])


def move_all(actor: Actor, showcase: Showcase, state: str, action: str, ids: Sequence[UUID] | None = None) -> None:
    """Take every entry in a state (of `ids`, if given) along a step that follows by itself."""
    move = find_move(ENTRY_MOVES, state, action)
    if move is None:
        raise NotNow
    rows = showcase.entries.filter(state=state)
    chosen = list((rows if ids is None else rows.filter(pk__in=ids)).values_list("pk", flat=True))
    Entry.objects.filter(pk__in=chosen).update(state=move.next)
    TransitionLog.objects.bulk_create(
        TransitionLog(
            showcase=showcase, subject_type="entry", subject_id=pk, action=action, before=state, after=move.next,
            person_id=actor.person_id,
        )
        for pk in chosen
    )  # fmt: skip
    audit.record(actor, f"entry.{action}", showcase, count=len(chosen))


def number_all(showcase: Showcase) -> None:
    """Give the works in review blind numbers in an order that tells nothing about schools or times."""
    rows = list(showcase.entries.filter(state=EntryState.UNDER_REVIEW, number=None).order_by("pk"))
    random.Random(f"{showcase.pk}:{showcase.seed}").shuffle(rows)  # noqa: S311  # repeatable, not secret
    first = (
        showcase.entries.order_by("-number").exclude(number=None).values_list("number", flat=True).first() or 0
    ) + 1
    for number, entry in enumerate(rows, start=first):
        entry.number = number
    Entry.objects.bulk_update(rows, ["number"])
