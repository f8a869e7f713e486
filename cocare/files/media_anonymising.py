"""Sound and video: packed anew without touching the streams, so that place, device and author stay behind."""

import subprocess
import tempfile
from pathlib import Path
from typing import IO

import imageio_ffmpeg

from . import storage
from .errors import DamagedFile

SECONDS = 120
READ = {"video/mp4": "mov", "video/quicktime": "mov", "audio/mp4": "mov", "video/webm": "matroska", "audio/mpeg": "mp3"}
WRITE = {
    "video/mp4": ("mp4", "video/mp4", ".mp4"),
    "video/quicktime": ("mp4", "video/mp4", ".mp4"),
    "audio/mp4": ("ipod", "audio/mp4", ".m4a"),
    "video/webm": ("webm", "video/webm", ".webm"),
    "audio/mpeg": ("mp3", "audio/mpeg", ".mp3"),
}


def anonymise_media(content: IO[bytes], mime: str) -> tuple[IO[bytes], str, str]:
    """Return (content, mime, extension) of the same streams without any note around them. Raise DamagedFile."""
    form, new_mime, extension = WRITE[mime]
    with tempfile.TemporaryDirectory(prefix=storage.MEDIA, dir=storage.parts_folder()) as folder:
        source, target = Path(folder) / "in", Path(folder) / f"out{extension}"
        _copy(content, source)
        _run(
            [
                *("-protocol_whitelist", "file", "-f", READ[mime], "-i", str(source)),
                *("-map", "0:v:0?" if mime.startswith("video/") else "-0:v?", "-map", "0:a:0?"),
                *("-map_metadata", "-1", "-map_chapters", "-1", "-c", "copy"),
                *(("-movflags", "+faststart") if form in ("mp4", "ipod") else ()),
                *("-fflags", "+bitexact", "-f", form, str(target)),
            ]
        )
        out = tempfile.TemporaryFile(dir=storage.parts_folder())  # noqa: SIM115  # the caller stores and closes it
        with target.open("rb") as made:
            while block := made.read(1024 * 1024):
                out.write(block)
    return out, new_mime, extension


def _copy(content: IO[bytes], target: Path) -> None:
    content.seek(0)
    with target.open("wb") as out:
        while block := content.read(1024 * 1024):
            out.write(block)


def _run(arguments: list[str]) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-loglevel", "error", "-y", *arguments]
    try:
        subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise DamagedFile from error
