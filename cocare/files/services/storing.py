"""Taking a file in: check its content, write it anew, store it."""

import hashlib
from dataclasses import dataclass
from typing import IO
from uuid import UUID

import structlog
from django.core.files.base import File as Content
from django.db import transaction
from django.db.models import Sum
from procrastinate.contrib.django import app

from cocare.core import audit
from cocare.core.access import Actor
from cocare.core.errors import Busy
from cocare.core.ids import uuid7
from cocare.people.models import Person

from .. import (
    file_names,
    formats,
    media_anonymising,
    pictures,
    purposes,
    size_limits,
    storage,
    virus_scan,
)
from ..archives import check_archive
from ..enums import FileKind, FileState
from ..errors import FileRefused, OverQuota, TooLarge, WrongPurpose
from ..models import File

log = structlog.get_logger(__name__)
THUMBNAILS_JOB = "cocare.files.jobs.make_thumbnails"  # by name: jobs call this module


@dataclass(slots=True)
class CheckedContent:
    """A content that passed all checks, as it will be stored."""

    content: IO[bytes]
    kind: FileKind
    mime: str
    extension: str
    width: int | None = None
    height: int | None = None

    def __enter__(self) -> "CheckedContent":
        return self

    def __exit__(self, *error: object) -> None:
        """The content is a copy of ours, or the upload itself, which Django closes once more."""
        self.content.close()


def store_upload(*, actor: Actor, upload: Content, purpose: str, name: str = "") -> File:
    """Check an uploaded file, write it anew, store it; it belongs to the actor and is attached to nothing yet.

    `upload` is a form's uploaded file or any Django File. Raise errors.FileRefused (one of its kinds, each with its
    sentence), NotHere for a purpose that takes no such kind, ScanUnavailable.
    """
    try:
        checked = check_upload(upload, purpose)
    except FileRefused as refusal:
        log.info("file.refused", person=str(actor.person_id), purpose=purpose, reason=refusal.reason)
        raise
    with checked:
        return store_checked_content(actor=actor, checked=checked, purpose=purpose, name=name or upload.name or "")


def check_upload(upload: Content, purpose: str) -> CheckedContent:
    """Return what would be stored of this upload. Raise as `store_upload` does."""
    known = purposes.find(purpose)
    if known is None:
        raise WrongPurpose
    size = upload.size
    if size > size_limits.max_bytes_of_kinds(known.kinds):
        raise TooLarge(size_limits.max_bytes_of_kinds(known.kinds))
    recognised = formats.recognise_format(upload, size)
    if recognised.kind not in known.kinds:
        raise WrongPurpose
    if size > size_limits.max_bytes_of_kind(recognised.kind):
        raise TooLarge(size_limits.max_bytes_of_kind(recognised.kind))
    virus_scan.scan_content(upload)
    return _rewritten(upload, recognised)


def _rewritten(upload: Content, recognised: formats.Format) -> CheckedContent:
    if recognised.kind == FileKind.PICTURE:
        picture = pictures.rewrite_picture(upload)
        return CheckedContent(
            picture.content, FileKind.PICTURE, picture.mime, picture.extension, picture.width, picture.height
        )
    if recognised.kind in (FileKind.VIDEO, FileKind.AUDIO):
        content, mime, extension = media_anonymising.anonymise_media(upload, recognised.mime)
        return CheckedContent(content, recognised.kind, mime, extension)
    if recognised.extension != ".pdf":
        check_archive(upload)
    return CheckedContent(upload, recognised.kind, recognised.mime, recognised.extension)


def store_checked_content(
    *, actor: Actor, checked: CheckedContent, purpose: str, name: str, unfinished: File | None = None
) -> File:
    """Store a checked content as a new File, or as the `unfinished` one whose upload it ends. Raise OverQuota."""
    size, digest = _measured(checked.content)
    file_id = unfinished.pk if unfinished else uuid7()
    key = storage.content_key(file_id, f"original{checked.extension}")
    try:
        storage.store_content(key, checked.content)
    except OSError as error:
        log.warning("file.not_stored", person=str(actor.person_id), error=type(error).__name__)
        raise Busy from error
    try:
        with transaction.atomic():
            _check_quota(actor.acting_person_id, size)
            row = unfinished or File(pk=file_id, uploader_id=actor.acting_person_id, purpose=purpose)
            row.name = file_names.clean_name(name, checked.extension, str(FileKind(checked.kind).label))
            row.kind, row.mime, row.size, row.sha256, row.key = checked.kind, checked.mime, size, digest, key
            row.width, row.height, row.state = checked.width, checked.height, FileState.READY
            row.save(force_insert=unfinished is None, force_update=unfinished is not None)
            audit.record(actor, "file.keep", row, purpose=purpose, kind=str(checked.kind), size=size)
            if checked.kind == FileKind.PICTURE:
                _thumbnails(row, checked)
    except BaseException:
        storage.delete_contents([key, *(storage.thumbnail_key(file_id, side) for side in size_limits.THUMBNAILS)])
        raise
    return row


def _measured(content: IO[bytes]) -> tuple[int, str]:
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    while block := content.read(1024 * 1024):
        digest.update(block)
        size += len(block)
    return size, digest.hexdigest()


def _check_quota(person_id: UUID, more: int) -> None:
    # One at a time for each person, so that two uploads can't both take the last of the space.
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    stored = File.objects.filter(uploader_id=person_id, state=FileState.READY).aggregate(n=Sum("size"))["n"] or 0
    if stored + more > size_limits.quota_bytes():
        raise OverQuota


def _thumbnails(row: File, checked: CheckedContent) -> None:
    if (checked.width or 0) * (checked.height or 0) > size_limits.AT_ONCE_PIXELS:
        app.configure_task(THUMBNAILS_JOB).defer(file_id=str(row.pk))
        return
    _write_thumbnails(row, checked.content)


def _write_thumbnails(row: File, content: IO[bytes]) -> None:
    sides = [side for side in size_limits.THUMBNAILS if side < max(row.width or 0, row.height or 0)]
    for side in sides:
        key = storage.thumbnail_key(row.pk, side)
        storage.delete_contents([key])
        storage.store_content(key, pictures.make_thumbnail(content, side))
    row.thumbnails = sides
    row.save(update_fields=["thumbnails"])


def make_thumbnails(*, file_id: UUID | str) -> None:
    """Make the thumbnails of a large picture that is stored, for the job. Once more makes the same ones."""
    row = File.objects.filter(pk=file_id, state=FileState.READY, kind=FileKind.PICTURE).first()
    if row is None:
        return
    with storage.open_content(row.key) as content:
        _write_thumbnails(row, content)
