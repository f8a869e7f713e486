"""A lesson's video: taken in by the files room, its length read, put beside or in place of what is there."""

import re
import subprocess
import tempfile
from typing import IO

import imageio_ffmpeg
from django.core.files.base import File as Content
from django.db import transaction

from cocare.core import audit
from cocare.core.access import Actor
from cocare.files import services as files
from cocare.files import storage

from ..errors import NoLength, OtherLength
from ..models import Lesson, VideoSource
from .authoring import lock_course

PURPOSE = "lesson"
LENGTH = re.compile(r"Duration: (\d+):(\d\d):(\d\d)\.(\d\d)")
DIFFERENCE = 2  # seconds by which two encodings of one film may differ


def attach_video(*, actor: Actor, lesson: Lesson, upload: Content) -> VideoSource:
    """Store an uploaded video and bind it to the lesson; one of the same format is replaced.

    Raises what files.keep raises, NoLength, OtherLength for a second format that is not as long as the first.
    """
    file = files.keep(actor=actor, upload=upload, purpose=PURPOSE)
    try:
        with storage.get(file.key) as content:
            seconds = measure_seconds(content)
        return _bind(actor, lesson, file, seconds)
    except Exception:
        files.remove(actor=actor, file=file)
        raise


@transaction.atomic
def _bind(actor: Actor, lesson: Lesson, file, seconds: int) -> VideoSource:
    lock_course(lesson.course)
    lesson.refresh_from_db()
    others = lesson.sources.exclude(media_type=file.mime)
    if others.exists() and abs(lesson.seconds - seconds) > DIFFERENCE:
        raise OtherLength
    before = lesson.sources.filter(media_type=file.mime).select_related("file").first()
    if before is not None:
        old = before.file
        before.delete()
        files.erase(actor=actor, files=[old])
    files.attach(actor=actor, files=[file], purpose=PURPOSE)
    source = VideoSource.objects.create(lesson=lesson, file=file, media_type=file.mime)
    if not others.exists():
        lesson.seconds = seconds
        lesson.save(update_fields=["seconds"])
    audit.record(actor, "lesson.film", lesson, seconds=seconds, mime=file.mime)
    return source


def measure_seconds(content: IO[bytes]) -> int:
    """Whole seconds that a video lasts. Raises NoLength."""
    with tempfile.NamedTemporaryFile(prefix="cocare-film-") as copy:
        while block := content.read(1024 * 1024):
            copy.write(block)
        copy.flush()
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(),
            "-nostdin",
            "-hide_banner",
            "-protocol_whitelist",
            "file",
            "-i",
            copy.name,
        ]
        told = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=30, check=False).stderr
    found = LENGTH.search(told)
    seconds = int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3]) if found else 0
    if not seconds:
        raise NoLength
    return seconds
