"""How large, how many: the sizes per kind, the pixels of a picture, the quota of a person."""

from django.conf import settings

from .enums import FileKind

MB = 1024 * 1024
SIZES = {FileKind.PICTURE: 20 * MB, FileKind.DOCUMENT: 30 * MB, FileKind.AUDIO: 20 * MB, FileKind.VIDEO: 500 * MB}
QUOTA = 2048 * MB
PIXELS = 50_000_000
LONGEST_SIDE = 4096
FRAMES = 200
THUMBNAILS = (320, 960)
# Larger pictures get their thumbnails from a job, so that nobody waits for them.
AT_ONCE_PIXELS = 16_000_000
# What an office document may unpack to.
UNPACKED = 300 * MB
ENTRIES = 5000
# How long an upload may rest, and how long a file may stay that nothing refers to.
HOURS = 24


def max_bytes_of_kind(kind: str) -> int:
    """Return the largest size of a file of a kind, in bytes. FILES_SIZES may say otherwise per kind."""
    return getattr(settings, "FILES_SIZES", {}).get(kind, SIZES[FileKind(kind)])


def max_bytes_of_kinds(kinds: frozenset[str]) -> int:
    return max(max_bytes_of_kind(kind) for kind in kinds)


def quota_bytes() -> int:
    """Return what one person may store here altogether, in bytes: FILES_QUOTA."""
    return getattr(settings, "FILES_QUOTA", QUOTA)
