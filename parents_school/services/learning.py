"""Joining a course, reading a text, answering a quiz; and what follows when the last lesson is done."""

from datetime import datetime

from django.db import transaction

from cocare.core import audit, clock
from cocare.core.access import Actor

from ..domain import lesson_text, watched_time
from ..enums import LessonKind
from ..errors import ForeignAnswer, TooSoon, WrongLessonKind
from ..models import Answer, Choice, Course, Learner, Lesson, LessonProgress, Question
from ..page_tokens import PageToken
from .certificates import issue_certificate


@transaction.atomic
def join_course(*, actor: Actor, course: Course) -> Learner:
    """Begin to learn a course. Joining again changes nothing."""
    learner, new = Learner.objects.get_or_create(course=course, person_id=actor.acting_person_id)
    if new:
        audit.record(actor, "course.join", course)
    return learner


def lock_learner(actor: Actor, lesson: Lesson) -> Learner:
    """Return the actor's own row in the lesson's course, locked: what one person does in a course happens in order."""
    return (
        Learner.objects.select_for_update(of=("self",))
        .select_related("course")
        .get(course_id=lesson.course_id, person_id=actor.acting_person_id)
    )


def ensure_progress(learner: Learner, lesson: Lesson, opened_at: datetime) -> LessonProgress:
    """Return the learner's row for a lesson, made when first needed. An earlier opening than known counts."""
    progress, _new = LessonProgress.objects.get_or_create(
        learner=learner, lesson=lesson, defaults={"opened_at": opened_at}
    )
    progress.opened_at = min(progress.opened_at, opened_at)
    return progress


@transaction.atomic
def finish_reading(*, actor: Actor, lesson: Lesson, page_token: PageToken) -> LessonProgress:
    """Count a text, or a video's written version, as read.

    Raise TooSoon before the shortest reading time since the page was opened is over (for a video: 80 % of its
    length), WrongKind for a quiz.
    """
    if lesson.kind == LessonKind.QUIZ:
        raise WrongLessonKind
    learner = lock_learner(actor, lesson)
    progress = ensure_progress(learner, lesson, page_token.opened_at)
    passed = (clock.now() - progress.opened_at).total_seconds()
    left = least_seconds(lesson) - passed
    if left > 0 and not progress.done:
        raise TooSoon(int(left) + 1)
    mark_lesson_complete(actor, learner, progress)
    return progress


def least_seconds(lesson: Lesson) -> int:
    """Return how many seconds pass at least between opening a lesson and having read it."""
    if lesson.kind == LessonKind.VIDEO:
        return int(lesson.seconds * watched_time.ENOUGH)
    return lesson_text.least_reading_seconds(lesson.body)


@transaction.atomic
def answer_question(*, actor: Actor, lesson: Lesson, question: Question, choice: Choice) -> Answer:
    """Answer one question of a quiz. Every try is kept; the same choice pressed twice is one try.

    The quiz is passed when the last answer to each question is right. Raise ForeignAnswer for another quiz's.
    """
    if question.lesson_id != lesson.pk or choice.question_id != question.pk:
        raise ForeignAnswer
    learner = lock_learner(actor, lesson)
    last = Answer.objects.filter(learner=learner, question=question).order_by("-at", "-pk").first()
    if last is not None and last.choice_id == choice.pk:
        return last
    answer = Answer.objects.create(learner=learner, question=question, choice=choice)
    progress = ensure_progress(learner, lesson, clock.now())
    progress.save()
    if _is_passed(learner, lesson):
        mark_lesson_complete(actor, learner, progress)
    else:
        touch_learner(learner)
    return answer


def _is_passed(learner: Learner, lesson: Lesson) -> bool:
    last_answers = (
        Answer.objects.filter(learner=learner, question__lesson=lesson)
        .order_by("question_id", "-at", "-pk")
        .distinct("question_id")
        .values_list("choice__right", flat=True)
    )
    are_right = list(last_answers)
    return all(are_right) and len(are_right) == Question.objects.filter(lesson=lesson).count()


def touch_learner(learner: Learner) -> None:
    """Note that the learner was active now: the courses of a person are listed in this order."""
    learner.active_at = clock.now()
    learner.save(update_fields=["active_at"])


def mark_lesson_complete(actor: Actor, learner: Learner, progress: LessonProgress) -> None:
    """Mark a lesson as done, once; with the last one the course is complete and its certificate is issued."""
    if not progress.done:
        progress.completed_at = clock.now()
        audit.record(actor, "lesson.complete", progress.lesson)
    progress.save()
    touch_learner(learner)
    if learner.completed_at is None and _has_done_all_lessons(learner):
        learner.completed_at = clock.now()
        learner.save(update_fields=["completed_at"])
        issue_certificate(actor=actor, learner=learner)


def _has_done_all_lessons(learner: Learner) -> bool:
    done = LessonProgress.objects.filter(learner=learner, completed_at__isnull=False).values("lesson")
    return not Lesson.objects.filter(course=learner.course_id).exclude(pk__in=done).exists()
