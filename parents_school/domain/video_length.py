"""How long a video lasts, read by ffmpeg."""

import re
import subprocess
import tempfile
from typing import IO

import imageio_ffmpeg

from ..errors import UnknownVideoLength

DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d)\.(\d\d)")
BLOCK = 1024 * 1024  # bytes
LONGEST_LOOK = 30  # seconds


def measure_seconds(content: IO[bytes]) -> int:
    """Return the whole seconds that a video lasts. Raise UnknownLength for none at all, and for what is no video."""
    with tempfile.NamedTemporaryFile(prefix="cocare-video-") as copy:
        while block := content.read(BLOCK):
            copy.write(block)
        copy.flush()
        command = [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner"),
            *("-protocol_whitelist", "file", "-i", copy.name),
        ]
        process = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=LONGEST_LOOK, check=False
        )
    duration = DURATION.search(process.stderr)
    if duration is None:
        raise UnknownVideoLength
    hours, minutes, seconds = (int(part) for part in duration.groups()[:3])
    total = hours * 3600 + minutes * 60 + seconds
    if not total:
        raise UnknownVideoLength
    return total
