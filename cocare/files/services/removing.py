"""Letting go of files: one of the person's own that was never used, and contents that were attached."""

from collections.abc import Iterable

from django.db import transaction

from cocare.core import audit
from cocare.core.access import Actor
from cocare.core.errors import NotFound

from .. import rules, storage
from ..enums import FileState
from ..models import File


@transaction.atomic
def remove_file(*, actor: Actor, file: File) -> None:
    """Delete a file of the actor's own that is attached to nothing."""
    row = File.objects.select_for_update().filter(rules.removes_file.condition(actor), pk=file.pk).first()
    if row is None:
        raise NotFound
    keys = storage.keys_of(row)
    row.delete()
    transaction.on_commit(lambda: storage.delete_contents(keys))


@transaction.atomic
def erase_files(*, actor: Actor, files: Iterable[File]) -> None:
    """Erase contents for good (a recalled message): the rows stay so that what refers to them does not break.

    The caller has checked that the actor may do it to what the files are attached to.
    """
    rows = list(File.objects.select_for_update().filter(pk__in=[file.pk for file in files], state=FileState.READY))
    keys = [key for row in rows for key in storage.keys_of(row)]
    File.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=FileState.ERASED, name="", key="", sha256="", size=0, thumbnails=[]
    )
    for row in rows:
        audit.record(actor, "file.erase", row, purpose=row.purpose)
    transaction.on_commit(lambda: storage.delete_contents(keys))
