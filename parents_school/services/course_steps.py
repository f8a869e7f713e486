"""A course's way from a topic to families, along the table in enums.MOVES."""

from django.db import transaction
from django.utils.translation import gettext as _

from cocare.core import audit, clock
from cocare.core.access import Actor, load, visible

from .. import notices, rules
from ..enums import CourseState, LessonKind, Move, find_move
from ..errors import MoveGone, NotReady
from ..models import Course, CourseMove, Lesson
from ..queries import manuscript


def open_moves(actor: Actor, course: Course, moves: list[Move]) -> list[Move]:
    """Those of the moves that this actor may make now: the buttons."""
    return [move for move in moves if visible(Course, actor, rules.may_move(move)).filter(pk=course.pk).exists()]


@transaction.atomic
def move_course(*, actor: Actor, course: Course, action: str, reason: str = "") -> Course:
    """Make one move of the table.

    Raises MoveGone when the course no longer stands where the table starts it, Forbidden when it is somebody
    else's to make, NotReady when lessons are not complete.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    move = find_move(course.state, action)
    if move is None:
        raise MoveGone
    course = load(Course, actor, course.pk, see=rules.sees_course, act=rules.may_move(move))
    if move.complete:
        check_ready(course)
    CourseMove.objects.create(
        course=course, source=move.source, action=action, target=move.target, person_id=actor.person_id, reason=reason
    )
    course.state = move.target
    if move.target == CourseState.PUBLISHED:
        course.published_at = course.published_at or clock.now()
    course.save(update_fields=["state", "published_at"])
    audit.record(actor, f"course.{action}", course, source=move.source, target=move.target)
    notices.of_step(actor, course)
    return course


def check_ready(course: Course) -> None:
    """Raise NotReady with the first thing that families would miss."""
    lessons = list(manuscript(course))
    if not lessons:
        raise NotReady(_("The course has no lesson yet. Add one first."))
    for number, lesson in enumerate(lessons, start=1):
        missing = lacks(lesson)
        if missing:
            raise NotReady(_("Lesson %(number)d: %(missing)s") % {"number": number, "missing": missing})


def lacks(lesson: Lesson) -> str:
    """What a lesson still needs, as a sentence; nothing when it is ready."""
    if lesson.kind == LessonKind.TEXT and not lesson.body.strip():
        return _("it has no text yet.")
    if lesson.kind == LessonKind.VIDEO and not lesson.has_video:
        return _("it has no video yet.")
    if lesson.kind == LessonKind.VIDEO and not lesson.captions:
        return _("its video has no captions yet.")
    if lesson.kind == LessonKind.QUIZ:
        return _lacks_answers(lesson)
    return ""


def _lacks_answers(lesson: Lesson) -> str:
    questions = list(lesson.questions.all())
    if not questions:
        return _("it has no question yet.")
    for question in questions:
        choices = list(question.choices.all())
        if len(choices) < 2 or sum(choice.right for choice in choices) != 1:  # a choice needs two
            return _("a question needs two answers or more, one of them right.")
    return ""
