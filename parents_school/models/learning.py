from django.db import models
from django.db.models import Q

from cocare.core import clock
from cocare.core.ids import uuid7
from cocare.people.models import Person

from .course import Choice, Course, Lesson, Question


class Learner(models.Model):
    """A person learns a course, once. Nobody but that person sees this row, and nobody is compared."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="learners")
    person = models.ForeignKey(Person, models.PROTECT, related_name="learning")
    enrolled_at = models.DateTimeField(default=clock.now)
    active_at = models.DateTimeField(default=clock.now)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-active_at"], name="learning_of_person")]
        constraints = [models.UniqueConstraint(fields=["course", "person"], name="learns_once")]

    def __str__(self) -> str:
        return f"{self.person_id} learns {self.course_id}"


class LessonProgress(models.Model):
    """How far a learner is in one lesson. It never falls.

    `watched` holds disjoint, ascending [from, to] pairs in milliseconds: the union of what was played. `claimed_ms`
    adds up everything that was ever reported as played, repeats included, and is held against the clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="progress")
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    watched = models.JSONField(default=list)
    watched_ms = models.PositiveIntegerField(default=0)
    claimed_ms = models.PositiveBigIntegerField(default=0)
    position_ms = models.PositiveIntegerField(default=0)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "lesson"], name="progress_once_a_lesson")]

    def __str__(self) -> str:
        return f"{self.lesson_id} by {self.learner_id}"

    @property
    def done(self) -> bool:
        return self.completed_at is not None


class WatchSession(models.Model):
    """One opened lesson page that reports what it plays. It has its own clock, so that a phone which was off the line
    and a PC that was not can both report. `last_seq` makes a repeated report count once.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    progress = models.ForeignKey(LessonProgress, models.CASCADE, related_name="watch_sessions")
    opened_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    spare_ms = models.PositiveIntegerField(default=0)
    last_seq = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"watch session {self.pk}"


class Answer(models.Model):
    """What a learner chose, in order: every try is kept, the last one counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    choice = models.ForeignKey(Choice, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["learner", "question", "-at"], name="answers_of_learner")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Certificate(models.Model):
    """Issued once to a person for a course. Holder and title are kept as they were, so that it survives a rename."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    course = models.ForeignKey(Course, models.PROTECT, related_name="certificates")
    holder = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    lessons = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField()
    learning_days = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    revocation_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-issued_at"], name="certificates_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["person", "course"], name="certificate_once"),
            models.CheckConstraint(
                name="revocation_is_whole",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None
