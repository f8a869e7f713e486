"""One lesson: its course, its video, and how far somebody is in it."""

from django.db.models import QuerySet

from cocare.core.access import Actor

from ..models import Lesson, LessonProgress, VideoSource


def lessons() -> QuerySet[Lesson]:
    """Return lessons with their course, to load one through a rule."""
    return Lesson.objects.select_related("course")


def video_sources(lesson: Lesson) -> QuerySet[VideoSource]:
    """Return the encodings of a lesson's video with their files, in the order in which a browser should try them."""
    return VideoSource.objects.filter(lesson=lesson).select_related("file").order_by("media_type")


def lesson_progress(actor: Actor, lesson: Lesson) -> LessonProgress | None:
    """Return how far this person is in a lesson; None before the first report or answer."""
    return LessonProgress.objects.filter(lesson=lesson, learner__person=actor.person_id).first()
