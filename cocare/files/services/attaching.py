"""Binding files to what they were uploaded for."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cocare.core import clock
from cocare.core.access import Actor, uuid_or_not_found
from cocare.core.errors import Conflict, NotFound

from ..enums import FileState
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
    is_own = Q(uploader_id=actor.person_id, purpose=purpose, state=FileState.READY)
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
