"""Office documents: what they may unpack to, and their copy without the author's traces."""

import zipfile
from typing import IO

from . import limits
from .errors import Damaged


def check_archive(content: IO[bytes]) -> None:
    """An archive that would unpack to far more than it says it holds is damaged, whatever it is. Raises Damaged."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            wrong = len(entries) > limits.ENTRIES or sum(one.file_size for one in entries) > limits.UNPACKED
            paths = [one.filename for one in entries]
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Damaged from error
    if wrong or any(path.startswith("/") or ".." in path.split("/") for path in paths):
        raise Damaged
