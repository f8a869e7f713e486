"""Works: drafted, kept, sent in, taken back, withdrawn."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from cocare.core import audit, clock
from cocare.core.access import Actor
from cocare.core.lifecycle import Step
from cocare.people.models import Organisation, Person

from ..enums import EDITABLE, EntryAction, EntryState
from ..errors import DraftChanged, NotNow
from ..lifecycle import ENTRY
from ..models import Author, Entry, Showcase

TEXTS = ("title", "summary", "body")


@transaction.atomic
def create_draft(*, actor: Actor, showcase: Showcase, school: Organisation) -> Entry:
    """Return an empty draft of the actor for a school; one of theirs that was never touched is handed out again."""
    Person.objects.select_for_update().get(pk=actor.acting_person_id)
    untouched = Entry.objects.filter(
        showcase=showcase, school=school, owner_id=actor.acting_person_id, state=EntryState.DRAFT, version=0
    ).first()
    if untouched is not None:
        return untouched
    entry = Entry.objects.create(showcase=showcase, school=school, owner_id=actor.acting_person_id)
    Author.objects.create(entry=entry, person_id=actor.acting_person_id, position=0)
    audit.record(actor, "entry.create", entry)
    return entry


@transaction.atomic
def save_draft(*, actor: Actor, entry: Entry, version: int, values: Mapping[str, Any]) -> Entry:
    """Keep a draft: the fields of TEXTS, `track`, and `authors` (persons, first one first).

    `version` is the one the writer started from. Raise DraftChanged when somebody else saved other words since then,
    NotNow when the work can't be edited any more.
    """
    entry = Entry.objects.select_for_update(of=("self",)).select_related("showcase").get(pk=entry.pk)
    if entry.state not in EDITABLE:
        raise NotNow
    authors: Sequence[Person] = values.get("authors") or []
    present = list(entry.authors.values_list("person_id", flat=True))
    authors_change = bool(authors) and [person.pk for person in authors] != present
    if not authors_change and not _text_changes(entry, values):
        return entry
    if entry.version != version:
        raise DraftChanged(entry)
    for name in TEXTS:
        setattr(entry, name, values.get(name, ""))
    entry.track = values.get("track")
    entry.version += 1
    entry.saved_at = clock.now()
    entry.save(update_fields=[*TEXTS, "track", "version", "saved_at"])
    if authors_change:
        _set_authors(actor, entry, authors)
    return entry


def _text_changes(entry: Entry, values: Mapping[str, Any]) -> bool:
    track = values.get("track")
    if entry.track_id != (track.pk if track else None):
        return True
    return any(getattr(entry, name) != values.get(name, "") for name in TEXTS)


def _set_authors(actor: Actor, entry: Entry, authors: Sequence[Person]) -> None:
    entry.authors.all().delete()
    Author.objects.bulk_create(
        Author(entry=entry, person=person, position=position) for position, person in enumerate(authors)
    )
    audit.record(actor, "entry.authors", entry, count=len(authors))


def advance_entry(*, actor: Actor, entry_id: UUID, action: str) -> Entry:
    """Take a step of its author: submit, resubmit, take back, withdraw. Taken twice is taken once.

    Raise DeadlinePassed, QuotaUsedUp, Invalid (with the empty fields), and as `Lifecycle.take` does; the draft stays
    as it is.
    """
    return ENTRY.take(actor=actor, pk=entry_id, action=action, effect=_note_submission)


def _note_submission(step: Step[Entry]) -> None:
    entry, action = step.subject, step.transition.action
    if action in (EntryAction.SUBMIT, EntryAction.RESUBMIT):
        entry.submitted_at = clock.now()
        entry.corrected = action == EntryAction.RESUBMIT
        entry.save(update_fields=["submitted_at", "corrected"])
