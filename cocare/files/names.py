"""The name under which a person's file is shown and handed back."""

import unicodedata
from pathlib import PurePosixPath

LONGEST = 100
# Letters and marks that turn the reading direction: "gpj.exe" would look like "exe.jpg".
_BIDI = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_ENDINGS = 12


def cleaned(name: str, extension: str, fallback: str = "file") -> str:
    """The last part of a path without control and direction characters, with the extension its content calls for."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    text = "".join(one for one in text if one.isprintable() and one not in _BIDI and one not in '<>:"|?*').strip(" .")
    path = PurePosixPath(text or fallback)
    stem = path.stem if 0 < len(path.suffix) <= _ENDINGS else path.name
    return f"{stem.strip(' .')[: LONGEST - len(extension)] or fallback}{extension}"
