"""Joining a course, reading a text, answering a quiz; and what follows when the last lesson is done."""

from datetime import datetime

from django.db import transaction

from cocare.core import audit, clock
from cocare.core.access import Actor

from .. import lesson_markup, watched_time
from ..enums import LessonKind
from ..errors import NotThisQuestion, TooSoon, WrongKind
from ..models import Answer, Choice, Course, Learner, Lesson, LessonProgress, Question
from ..page_tokens import PageToken
from .certificates import issue_certificate


@transaction.atomic
def join_course(*, actor: Actor, course: Course) -> Learner:
    """Begin to learn a course. Joining again changes nothing."""
    learner, new = Learner.objects.get_or_create(course=course, person_id=actor.person_id)
    if new:
        audit.record(actor, "course.join", course)
    return learner


def lock_learner(actor: Actor, lesson: Lesson) -> Learner:
    """The actor's own row in the lesson's course, locked: everything about one person's course happens in order."""
    return (
        Learner.objects.select_for_update(of=("self",))
        .select_related("course")
        .get(course_id=lesson.course_id, person_id=actor.person_id)
    )


def progress_of(learner: Learner, lesson: Lesson, opened_at: datetime) -> LessonProgress:
    """The learner's row for a lesson, made when first needed. An earlier opening than known counts."""
    row, _new = LessonProgress.objects.get_or_create(learner=learner, lesson=lesson, defaults={"opened_at": opened_at})
    row.opened_at = min(row.opened_at, opened_at)
    return row


@transaction.atomic
def finish_reading(*, actor: Actor, lesson: Lesson, opened: PageToken) -> LessonProgress:
    """ "I have read this": a text, or a video's written version.

    Raises TooSoon before the shortest reading time since the page was opened is over (for a video: 80 % of its
    length), WrongKind for a quiz.
    """
    if lesson.kind == LessonKind.QUIZ:
        raise WrongKind
    learner = lock_learner(actor, lesson)
    row = progress_of(learner, lesson, opened.at)
    passed = (clock.now() - row.opened_at).total_seconds()
    left = shortest_reading(lesson) - passed
    if left > 0 and not row.done:
        raise TooSoon(int(left) + 1)
    complete_lesson(actor, learner, row)
    return row


def shortest_reading(lesson: Lesson) -> int:
    """Seconds that pass at least between opening a lesson and having read it."""
    if lesson.kind == LessonKind.VIDEO:
        return int(lesson.seconds * watched_time.ENOUGH)
    return lesson_markup.reading_seconds(lesson.body)


@transaction.atomic
def answer_question(*, actor: Actor, lesson: Lesson, question: Question, choice: Choice) -> Answer:
    """Answer one question of a quiz. Every try is kept; the same choice pressed twice is one try.

    The quiz is passed when the last answer to each question is right. Raises NotThisQuestion.
    """
    if question.lesson_id != lesson.pk or choice.question_id != question.pk:
        raise NotThisQuestion
    learner = lock_learner(actor, lesson)
    tries = Answer.objects.filter(learner=learner, question=question)
    last = tries.order_by("-at", "-pk").first()
    if last is not None and last.choice_id == choice.pk:
        return last
    answer = Answer.objects.create(learner=learner, question=question, choice=choice)
    row = progress_of(learner, lesson, clock.now())
    row.save()
    if _all_right(learner, lesson):
        complete_lesson(actor, learner, row)
    else:
        touch(learner)
    return answer


def _all_right(learner: Learner, lesson: Lesson) -> bool:
    last = (
        Answer.objects.filter(learner=learner, question__lesson=lesson)
        .order_by("question_id", "-at", "-pk")
        .distinct("question_id")
        .values_list("choice__right", flat=True)
    )
    found = list(last)
    return all(found) and len(found) == Question.objects.filter(lesson=lesson).count()


def touch(learner: Learner) -> None:
    learner.active_at = clock.now()
    learner.save(update_fields=["active_at"])


def complete_lesson(actor: Actor, learner: Learner, row: LessonProgress) -> None:
    """Mark a lesson as done, once; with the last one the course is complete and its certificate is issued."""
    if not row.done:
        row.completed_at = clock.now()
        audit.record(actor, "lesson.complete", row.lesson)
    row.save()
    touch(learner)
    if learner.completed_at is None and _nothing_left(learner):
        learner.completed_at = clock.now()
        learner.save(update_fields=["completed_at"])
        issue_certificate(actor=actor, learner=learner)


def _nothing_left(learner: Learner) -> bool:
    done = LessonProgress.objects.filter(learner=learner, completed_at__isnull=False).values("lesson")
    return not Lesson.objects.filter(course=learner.course_id).exclude(pk__in=done).exists()
