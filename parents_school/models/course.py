from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cocare.core import clock
from cocare.core.ids import uuid7
from cocare.files.models import File
from cocare.people.enums import Stage
from cocare.people.models import Person

from ..enums import CourseNeed, CourseState, LessonKind


class Course(models.Model):
    """A course of the parent school: what it is about, for whom, and where it stands on its way to families."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(_("title"), max_length=60)
    summary = models.TextField(_("summary"), max_length=500)
    stages = ArrayField(models.CharField(max_length=12, choices=Stage), verbose_name=_("for parents of"))
    need = models.CharField(_("helps with"), max_length=12, choices=CourseNeed)
    hours = models.PositiveSmallIntegerField(_("class hours"), default=1)
    byline = models.CharField(_("who teaches"), max_length=60, blank=True)
    state = models.CharField(max_length=16, choices=CourseState, default=CourseState.PROPOSED)
    author = models.ForeignKey(Person, models.PROTECT, related_name="courses")
    created_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="courses_by_state"),
            models.Index(fields=["author", "-created_at"], name="courses_of_author"),
            models.Index(fields=["state", "need"], name="courses_by_need"),
            GinIndex(fields=["stages"], name="courses_by_stage"),
        ]
        constraints = [
            models.CheckConstraint(name="course_has_hours", condition=Q(hours__gte=1, hours__lte=40)),
            models.CheckConstraint(
                name="published_course_has_a_day",
                condition=~Q(state=CourseState.PUBLISHED) | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Families learn it now."""
        return self.state == CourseState.PUBLISHED


class Lesson(models.Model):
    """One lesson: a text, a video with captions, or a quiz."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.ForeignKey(Course, models.CASCADE, related_name="lessons")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=8, choices=LessonKind)
    title = models.CharField(_("title"), max_length=60)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5)
    body = models.TextField(_("text"), max_length=20_000, blank=True)
    captions = models.TextField(_("captions (WebVTT)"), max_length=60_000, blank=True)
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "position"], name="lesson_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(name="lesson_minutes", condition=Q(minutes__gte=1, minutes__lte=90)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_video(self) -> bool:
        """A video is there; its length is known from that moment on."""
        return self.seconds > 0


class VideoSource(models.Model):
    """One encoding of a lesson's video; the browser takes the first that it can play."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="sources")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=40)

    class Meta:
        ordering = ["media_type"]  # MP4 comes before WebM
        constraints = [models.UniqueConstraint(fields=["lesson", "media_type"], name="one_source_a_type")]

    def __str__(self) -> str:
        return f"{self.media_type} of {self.lesson_id}"


class Question(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("question"), max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "position"], name="question_position", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    """One answer that can be chosen, and what is said to who chooses it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120)
    right = models.BooleanField(default=False)
    explanation = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "position"], name="choice_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=["question"], condition=Q(right=True), name="one_right_choice"),
        ]

    def __str__(self) -> str:
        return self.text
