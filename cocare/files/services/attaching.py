"""Binding files to what they were uploaded for, and letting go of them."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cocare.core import audit, clock
from cocare.core.access import Actor, uuid_or_not_found
from cocare.core.errors import Conflict, NotFound

from .. import purposes, rules, storage
from ..enums import State
from ..models import File


class AlreadyAttached(Conflict):
    text = _("One of the files was sent already. Please choose it again.")


@transaction.atomic
def attach_files(*, actor: Actor, files: Iterable[File | UUID | str], purpose: str) -> list[File]:
    """Bind the actor's own files, uploaded for `purpose`, to what the caller attaches them to in this transaction.

    Return them in the given order. Raise NotFound for a file that is absent, somebody else's, not ready or meant for
    another purpose, AlreadyAttached for one that is bound already.
    """
    ids = list(dict.fromkeys(file.pk if isinstance(file, File) else uuid_or_not_found(file) for file in files))
    is_own = Q(uploader_id=actor.person_id, purpose=purpose, state=State.READY)
    rows = {row.pk: row for row in File.objects.select_for_update().filter(is_own, pk__in=ids).order_by("pk")}
    if len(rows) != len(ids):
        raise NotFound
    if any(row.attached_at for row in rows.values()):
        raise AlreadyAttached
    now = clock.now()
    File.objects.filter(pk__in=ids).update(attached_at=now)
    for row in rows.values():
        row.attached_at = now
    return [rows[pk] for pk in ids]


def record_opening(*, actor: Actor, file: File) -> bool:
    """Put on record that a file of a sensitive purpose was opened. Return whether it is one."""
    purpose = purposes.find(file.purpose)
    if purpose is None or not purpose.sensitive:
        return False
    if file.attached_at:
        audit.record(actor, "file.open", file, purpose=file.purpose)
    return True


@transaction.atomic
def remove_file(*, actor: Actor, file: File) -> None:
    """Delete a file of the actor's own that is attached to nothing."""
    row = File.objects.select_for_update().filter(rules.removes_file.condition(actor), pk=file.pk).first()
    if row is None:
        raise NotFound
    keys = storage.keys_of(row)
    row.delete()
    transaction.on_commit(lambda: storage.delete(keys))


@transaction.atomic
def erase_files(*, actor: Actor, files: Iterable[File]) -> None:
    """Erase contents for good (a recalled message): the rows stay so that what refers to them does not break.

    The caller has checked that the actor may do it to what the files are attached to.
    """
    rows = list(File.objects.select_for_update().filter(pk__in=[file.pk for file in files], state=State.READY))
    keys = [key for row in rows for key in storage.keys_of(row)]
    File.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.ERASED, name="", key="", sha256="", size=0, thumbnails=[]
    )
    for row in rows:
        audit.record(actor, "file.erase", row, purpose=row.purpose)
    transaction.on_commit(lambda: storage.delete(keys))
