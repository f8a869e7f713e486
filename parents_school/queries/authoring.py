"""Courses on their way to families, as writers, reviewers and the district work on them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from cocare.core.access import Actor, visible
from cocare.core.lifecycle import records_of
from cocare.people.models import Person

from .. import rules
from ..enums import CourseState
from ..models import Course, Lesson, Question
from .courses import with_progress

MOST_RECORDS = 30


def courses_worked_on(actor: Actor) -> QuerySet[Course]:
    """Return what a writer, reviewer or the district works on, the newest first."""
    rows = visible(Course, actor, rules.works_on_course).select_related("author")
    return with_progress(rows, actor).order_by("-created_at", "-pk")


def lessons_with_content(course: Course) -> QuerySet[Lesson]:
    """Return the lessons with everything in them, for writing and reviewing. Three queries."""
    questions = Question.objects.prefetch_related("choices")
    return Lesson.objects.filter(course=course).prefetch_related(Prefetch("questions", questions))


def questions_with_content() -> QuerySet[Question]:
    """Return questions with their lesson, course and choices, to load one through a rule."""
    return Question.objects.select_related("lesson__course").prefetch_related("choices")


def may_edit_course(actor: Actor, course: Course) -> bool:
    return visible(Course, actor, rules.edits_course).filter(pk=course.pk).exists()


@dataclass(frozen=True)
class CourseHistoryEntry:
    """One step of a course that was taken: the state it led to, by whom, and what they told the author."""

    state: str
    person: str
    at: datetime
    reason: str


def course_history(actor: Actor, course: Course) -> list[CourseHistoryEntry]:
    """Return the course's last steps, newest first, for who works on it. Three queries."""
    if not visible(Course, actor, rules.works_on_course).filter(pk=course.pk).exists():
        return []
    records = list(records_of(course)[:MOST_RECORDS])
    people = Person.objects.in_bulk({record.person_id for record in records if record.person_id})
    names = {record.pk: people[record.person_id].name for record in records if record.person_id}
    return [
        CourseHistoryEntry(
            state=str(CourseState(record.after).label),
            person=names.get(record.pk, ""),
            at=record.at,
            reason=record.reason,
        )
        for record in records
    ]
