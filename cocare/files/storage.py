"""Where contents are: Django's default storage (a folder, or an S3-compatible store), never below a public address."""

import shutil
from pathlib import Path
from typing import IO, TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core.files.base import File as Content
from django.core.files.storage import default_storage

if TYPE_CHECKING:
    from .models import File


def content_key(file_id: UUID, part: str) -> str:
    """Return where a content is stored: spread over 256 folders by the random end of the id."""
    return f"{file_id.hex[-2:]}/{file_id}/{part}"


def store_content(key: str, content: IO[bytes]) -> None:
    """Store a content under exactly this key. Raise FileExistsError."""
    content.seek(0)
    saved = default_storage.save(key, Content(content, name=key))
    if saved != key:
        default_storage.delete(saved)
        raise FileExistsError(key)


def open_content(key: str) -> Content:
    return default_storage.open(key, "rb")


def delete_contents(keys: list[str]) -> None:
    """Delete contents. One that is gone already is fine."""
    for key in keys:
        default_storage.delete(key)


def keys_of(file: "File") -> list[str]:
    """Return the keys of all contents that belong to a File."""
    if not file.key:
        return []
    return [file.key, *(thumbnail_key(file.pk, side) for side in file.thumbnails)]


def thumbnail_key(file_id: UUID, side: int) -> str:
    return content_key(file_id, f"{side}.webp")


MEDIA = "media-"


def sweep_leftovers(older_than: float) -> None:
    """Delete what a process that was killed left behind in the folder of unfinished things (Unix seconds)."""
    for path in parts_folder().iterdir():
        if path.stat().st_mtime < older_than and path.name.startswith(MEDIA):
            shutil.rmtree(path, ignore_errors=True)


def parts_folder() -> Path:
    """Return where resumable uploads grow. All web processes must share it."""
    folder = Path(getattr(settings, "FILES_PARTS", settings.DATA_DIR / "uploads"))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
