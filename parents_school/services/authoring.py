"""Writing a course: its facts, its lessons and their questions. Callers have loaded the object through a rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Max, ProtectedError

from cocare.core import audit
from cocare.core.access import Actor
from cocare.core.errors import Conflict

from ..enums import WRITABLE_STATES
from ..errors import LearnedAlready
from ..models import Choice, Course, Lesson, Question


@dataclass(frozen=True, slots=True)
class ChoiceDraft:
    text: str
    explanation: str
    right: bool


@transaction.atomic
def propose_course(*, actor: Actor, **facts) -> Course:
    """Make a course of the actor's own. `facts` are the cleaned fields of CourseForm."""
    course = Course.objects.create(author_id=actor.acting_person_id, **facts)
    audit.record(actor, "course.propose", course)
    return course


@transaction.atomic
def edit_course(*, actor: Actor, course: Course, **facts) -> Course:
    course = lock_writable_course(course)
    for name, value in facts.items():
        setattr(course, name, value)
    course.save()
    audit.record(actor, "course.edit", course)
    return course


@transaction.atomic
def add_lesson(*, actor: Actor, course: Course, kind: str, **facts) -> Lesson:
    """Add a lesson at the end. `facts` are the cleaned fields of its kind's form."""
    course = lock_writable_course(course)
    last = course.lessons.aggregate(last=Max("position"))["last"] or 0
    lesson = Lesson.objects.create(course=course, kind=kind, position=last + 1, **facts)
    audit.record(actor, "lesson.add", lesson, kind=kind)
    return lesson


@transaction.atomic
def edit_lesson(*, actor: Actor, lesson: Lesson, **facts) -> Lesson:
    lock_writable_course(lesson.course)
    for name, value in facts.items():
        setattr(lesson, name, value)
    lesson.save()
    audit.record(actor, "lesson.edit", lesson)
    return lesson


@transaction.atomic
def move_lesson(*, actor: Actor, lesson: Lesson, by: int) -> Lesson:
    """Move a lesson up (-1) or down (+1) by one; at the end nothing happens."""
    lock_writable_course(lesson.course)
    lesson.refresh_from_db()
    neighbours = Lesson.objects.filter(course=lesson.course_id)
    if by < 0:
        other = neighbours.filter(position__lt=lesson.position).order_by("-position").first()
    else:
        other = neighbours.filter(position__gt=lesson.position).order_by("position").first()
    if other is None:
        return lesson
    lesson.position, other.position = other.position, lesson.position
    lesson.save(update_fields=["position"])
    other.save(update_fields=["position"])
    audit.record(actor, "lesson.move", lesson, position=lesson.position)
    return lesson


@transaction.atomic
def remove_lesson(*, actor: Actor, lesson: Lesson) -> None:
    """Take a lesson out. Raise LearnedAlready once a family has learned with it."""
    course = lock_writable_course(lesson.course)
    audit.record(actor, "lesson.remove", lesson)
    position = lesson.position
    _delete(lesson)
    Lesson.objects.filter(course=course, position__gt=position).update(position=F("position") - 1)


@transaction.atomic
def add_question(*, actor: Actor, lesson: Lesson, text: str, choice_drafts: Sequence[ChoiceDraft]) -> Question:
    """Add a question at the end of a quiz, with its answers in the given order."""
    lock_writable_course(lesson.course)
    last = lesson.questions.aggregate(last=Max("position"))["last"] or 0
    question = Question.objects.create(lesson=lesson, position=last + 1, text=text)
    _write_choices(question, choice_drafts)
    audit.record(actor, "question.add", question)
    return question


@transaction.atomic
def edit_question(*, actor: Actor, question: Question, text: str, choice_drafts: Sequence[ChoiceDraft]) -> Question:
    """Change a question. Answers keep their positions. Raise LearnedAlready for taking away one that was chosen."""
    lock_writable_course(question.lesson.course)
    question.text = text
    question.save(update_fields=["text"])
    _write_choices(question, choice_drafts)
    audit.record(actor, "question.edit", question)
    return question


@transaction.atomic
def remove_question(*, actor: Actor, question: Question) -> None:
    """Take a question out. Raise LearnedAlready once a family has answered it."""
    lock_writable_course(question.lesson.course)
    audit.record(actor, "question.remove", question)
    _delete(question)


def _write_choices(question: Question, choice_drafts: Sequence[ChoiceDraft]) -> None:
    question.choices.update(right=False)  # two must not be right at once, not even for a moment
    for extra in question.choices.filter(position__gt=len(choice_drafts)):
        _delete(extra)
    for position, choice in enumerate(choice_drafts, start=1):
        Choice.objects.update_or_create(
            question=question,
            position=position,
            defaults={"text": choice.text, "explanation": choice.explanation, "right": choice.right},
        )


def _delete(row: Lesson | Question | Choice) -> None:
    try:
        row.delete()
    except ProtectedError:
        raise LearnedAlready from None


def lock_writable_course(course: Course) -> Course:
    """Return the course's row, locked. Raise Conflict when it was handed in meanwhile, say in a second window."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    if course.state not in WRITABLE_STATES:
        raise Conflict
    return course
