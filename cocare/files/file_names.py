"""The name under which a person's file is shown and handed back."""

import unicodedata
from pathlib import PurePosixPath

LONGEST = 100
# Letters and marks that turn the reading direction: "gpj.exe" would look like "exe.jpg".
_BIDI = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_ENDINGS = 12


def clean_name(name: str, extension: str, fallback: str = "file") -> str:
    """Return the last part of a path without control and direction characters, with the content's extension."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = (char for char in text if char.isprintable() and char not in _BIDI and char not in '<>:"|?*')
    text = "".join(shown).strip(" .")
    path = PurePosixPath(text or fallback)
    stem = path.stem if 0 < len(path.suffix) <= _ENDINGS else path.name
    return f"{stem.strip(' .')[: LONGEST - len(extension)] or fallback}{extension}"
