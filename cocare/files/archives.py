"""What an archive may unpack to."""

import zipfile
from typing import IO

from . import size_limits
from .errors import DamagedFile


def check_archive(content: IO[bytes]) -> None:
    """Raise DamagedFile for no archive, one that would unpack to too much, and one with paths that lead out of it."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise DamagedFile from error
    is_too_large = (
        len(entries) > size_limits.ENTRIES or sum(entry.file_size for entry in entries) > size_limits.UNPACKED
    )
    leads_out = any(entry.filename.startswith("/") or ".." in entry.filename.split("/") for entry in entries)
    if is_too_large or leads_out:
        raise DamagedFile
