"""The files of a work: added and taken away while it may still be changed."""

from collections.abc import Sequence

from django.db import transaction

from cocare.core.access import Actor
from cocare.files import services as files
from cocare.files.models import File

from ..enums import EDITABLE
from ..errors import NotNow, TooManyFiles
from ..models import Entry, EntryFile
from ..rules import FILES

MOST_FILES = 8


def _lock_editable(entry: Entry) -> Entry:
    locked = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if locked.state not in EDITABLE:
        raise NotNow
    return locked


@transaction.atomic
def attach_files(*, actor: Actor, entry: Entry, chosen: Sequence[File]) -> list[EntryFile]:
    """Bind uploaded files to a work. Raise NotNow when it can't be changed any more, TooManyFiles above eight."""
    entry = _lock_editable(entry)
    positions = list(entry.files.values_list("position", flat=True))
    if len(positions) + len(chosen) > MOST_FILES:
        raise TooManyFiles
    attached = files.attach_files(actor=actor, files=chosen, purpose=FILES)
    first = max(positions, default=0) + 1
    return EntryFile.objects.bulk_create(
        EntryFile(entry=entry, file=file, position=position) for position, file in enumerate(attached, start=first)
    )


@transaction.atomic
def detach_file(*, actor: Actor, entry_file: EntryFile) -> None:
    """Take a file away from a work, and erase it. Raise NotNow when the work can't be changed any more."""
    _lock_editable(entry_file.entry)
    file = entry_file.file
    entry_file.delete()
    files.erase_files(actor=actor, files=[file])
