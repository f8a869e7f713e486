"""A lesson's video: taken in by the files app, its length read, put beside or in place of what is there."""

from django.core.files.base import File as Content
from django.db import transaction

from cocare.core import audit
from cocare.core.access import Actor
from cocare.files import services as files
from cocare.files import storage
from cocare.files.models import File

from ..domain.video_length import measure_seconds
from ..errors import VideoLengthDiffers
from ..models import Lesson, VideoSource
from .authoring import lock_writable_course

PURPOSE = "lesson"
TOLERANCE = 2  # seconds by which two encodings of one video may differ


def attach_video(*, actor: Actor, lesson: Lesson, upload: Content) -> VideoSource:
    """Store an uploaded video and bind it to the lesson; one of the same format is replaced.

    Raise what files.store_upload raises, UnknownLength, and DifferentLength for a second format that is not as long as
    the first.
    """
    file = files.store_upload(actor=actor, upload=upload, purpose=PURPOSE)
    try:
        with storage.open_content(file.key) as content:
            seconds = measure_seconds(content)
        return _bind(actor, lesson, file, seconds)
    except Exception:
        files.remove_file(actor=actor, file=file)
        raise


@transaction.atomic
def _bind(actor: Actor, lesson: Lesson, file: File, seconds: int) -> VideoSource:
    lock_writable_course(lesson.course)
    lesson.refresh_from_db()
    has_other_format = lesson.sources.exclude(media_type=file.mime).exists()
    if has_other_format and abs(lesson.seconds - seconds) > TOLERANCE:
        raise VideoLengthDiffers
    replaced = lesson.sources.filter(media_type=file.mime).select_related("file").first()
    if replaced is not None:
        replaced.delete()
        files.erase_files(actor=actor, files=[replaced.file])
    files.attach_files(actor=actor, files=[file], purpose=PURPOSE)
    source = VideoSource.objects.create(lesson=lesson, file=file, media_type=file.mime)
    if not has_other_format:
        lesson.seconds = seconds
        lesson.save(update_fields=["seconds"])
    audit.record(actor, "lesson.video", lesson, seconds=seconds, mime=file.mime)
    return source
