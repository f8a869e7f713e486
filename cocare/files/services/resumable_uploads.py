"""Resumable uploads (tus 1.0: core, creation, expiration, termination).

They grow in a folder and end in `store_checked_content`.
"""

from datetime import timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.core.files.base import File as Content
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cocare.core import clock
from cocare.core.access import Actor
from cocare.core.errors import Conflict, DomainError, NotFound, TooFast

from .. import purposes, size_limits, storage
from ..enums import FileState
from ..errors import EmptyFile, FileRefused, OverQuota, TooLarge, WrongPurpose
from ..models import File, Upload
from ..queries import bytes_left
from . import storing

AT_A_TIME = 20
BLOCK = 256 * 1024


class SupportsRead(Protocol):
    """What a request and a file have in common."""

    def read(self, size: int = ..., /) -> bytes: ...


class WrongOffset(Conflict):
    text = _("The upload went on elsewhere. Please try again.")


@transaction.atomic
def begin_upload(*, actor: Actor, length: int, name: str, purpose: str) -> Upload:
    """Make room for a file that will come in pieces. Raise a FileRefused for what can be known now, TooFast."""
    known = purposes.find(purpose)
    if known is None:
        raise WrongPurpose
    if length <= 0:
        raise EmptyFile
    if length > size_limits.max_bytes_of_kinds(known.kinds):
        raise TooLarge(size_limits.max_bytes_of_kinds(known.kinds))
    if length > bytes_left(actor):
        raise OverQuota
    growing = File.objects.filter(
        uploader_id=actor.person_id, state=FileState.UPLOADING, upload__expires_at__gt=clock.now()
    )
    if growing.count() >= AT_A_TIME:
        raise TooFast(retry_after=60)
    file = File.objects.create(
        uploader_id=actor.acting_person_id,
        purpose=purpose,
        name=name.replace("\0", "")[:120],
        state=FileState.UPLOADING,
    )
    part_path(file.pk).touch(mode=0o600)
    return Upload.objects.create(file=file, length=length, expires_at=clock.now() + timedelta(hours=size_limits.HOURS))


def part_path(file_id: UUID) -> Path:
    return storage.parts_folder() / file_id.hex


def append_or_finish_upload(*, actor: Actor, upload: Upload, offset: int, body: SupportsRead, max_bytes: int) -> Upload:
    """Write the next piece, of at most `max_bytes`, at `offset`. The last one ends the upload in a File.

    What arrived before a cut stays. Raise WrongOffset, NotFound when it has expired, and what `store_upload` raises;
    then the file is refused for good.
    """
    with transaction.atomic():
        row = Upload.objects.select_for_update().select_related("file").get(pk=upload.pk)
        if row.expires_at <= clock.now():
            raise NotFound
        if offset != row.offset:
            raise WrongOffset
        if row.offset < row.length:
            row.offset += _write(part_path(row.pk), offset, body, min(max_bytes, row.length - offset))
            row.save(update_fields=["offset"])
    if row.offset == row.length and row.file.state == FileState.UPLOADING:
        row.file = finish_upload(actor=actor, upload=row)
    return row


def _write(path: Path, offset: int, body: SupportsRead, max_bytes: int) -> int:
    """Put up to `max_bytes` behind `offset`; what a process that died left behind it is overwritten."""
    written = 0
    try:
        with path.open("r+b") as out:
            out.truncate(offset)
            out.seek(offset)
            while written < max_bytes:
                try:
                    block = body.read(min(BLOCK, max_bytes - written))
                except OSError:  # the line was cut: keep what came
                    break
                if not block:
                    break
                written += out.write(block)
    except FileNotFoundError as error:
        raise NotFound from error
    return written


def finish_upload(*, actor: Actor, upload: Upload) -> File:
    """Check and store an upload that is here as a whole, like any other. Twice is the same as once."""
    with transaction.atomic():
        file = File.objects.select_for_update().get(pk=upload.pk)
        if file.state != FileState.UPLOADING:
            return file
        try:
            with (
                part_path(file.pk).open("rb") as source,
                storing.check_upload(Content(source, name=file.name), file.purpose) as checked,
            ):
                storing.store_checked_content(
                    actor=actor, checked=checked, purpose=file.purpose, name=file.name, unfinished=file
                )
        except FileRefused as refusal:
            file.refresh_from_db()
            file.state, file.refusal = FileState.REFUSED, refusal.reason
            file.save(update_fields=["state", "refusal"])
            failure: DomainError | None = refusal
        else:
            failure = None
        transaction.on_commit(lambda: part_path(file.pk).unlink(missing_ok=True))
    if failure:
        raise failure
    return file


@transaction.atomic
def abandon_upload(*, actor: Actor, upload: Upload) -> None:
    """Delete an unfinished or refused upload that the person no longer wants."""
    path = part_path(upload.pk)
    File.objects.filter(pk=upload.pk, uploader_id=actor.person_id).exclude(state=FileState.READY).delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
