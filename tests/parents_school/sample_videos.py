"""A real, short video for browser tests, drawn and encoded like the demo's."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from django.core.files.base import File as Content

from cocare.people.enums import Capacity
from parents_school import services
from parents_school.models import Course, Lesson
from parents_school.seeding import video_rendering
from parents_school.seeding.video_and_quiz_courses import Scene
from tests import factories as make

SCENES = (Scene("停", "先停下来"), Scene("看", "再看着他"), Scene("应", "把话说回去"))


@cache
def short_video() -> Path:
    """18 seconds of H.264 and AAC."""
    target = Path(mkdtemp(prefix="cocare-video-test-")) / "video.mp4"
    video_rendering.encode_video(SCENES, target)
    return target


def video_lesson(course: Course, position: int) -> Lesson:
    """A lesson of the course with the short video, taken in the way an author's upload is."""
    captions = "WEBVTT\n\n00:00.500 --> 00:05.900\n先停下来\n\n00:06.500 --> 00:11.900\n再看着他\n"
    lesson = Lesson.objects.create(
        course=course, position=position, kind="video", title="十分钟", minutes=1, captions=captions
    )
    state, course.state = course.state, "authoring"
    course.save()
    with short_video().open("rb") as content:
        services.attach_video(
            actor=make.actor(course.author, Capacity.TEAM), lesson=lesson, upload=Content(content, name="video.mp4")
        )
    course.state = state
    course.save()
    lesson.refresh_from_db()
    return lesson
