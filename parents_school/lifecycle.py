"""The way of a course from a topic to families: who takes which step, and what must hold before it.

The district's order of work for parent school courses (docs/domain.md): a topic is approved, written, tried out,
reviewed twice by people who did not write it (content and stage; privacy, portraits, copyright), approved by the
district and published.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cocare.core.lifecycle import Lifecycle, Step, Transition

from . import notices, rules
from .enums import CourseAction as Action
from .enums import CourseState as State
from .enums import CourseStepTaker as Taker
from .enums import LessonKind
from .errors import CourseNotReady
from .models import Course, Lesson, Question
from .queries.authoring import lessons_with_content

# ---- guards


def every_lesson_has_content(step: Step[Course]) -> None:
    """Raise NotReady with a sentence for each lesson that lacks something, or for a course without any lesson."""
    lessons = list(lessons_with_content(step.subject))
    if not lessons:
        raise CourseNotReady(_("The course has no lesson yet. Add one first."))
    lacking = [
        _("Lesson %(number)d: %(missing)s") % {"number": number, "missing": missing}
        for number, lesson in enumerate(lessons, start=1)
        if (missing := missing_content(lesson))
    ]
    if lacking:
        raise CourseNotReady(" ".join(lacking))


def missing_content(lesson: Lesson) -> str:
    """Return what a lesson still needs, as a sentence; empty when it is complete."""
    if lesson.kind == LessonKind.TEXT and not lesson.body.strip():
        return _("it has no text yet.")
    if lesson.kind == LessonKind.VIDEO and not lesson.has_video:
        return _("it has no video yet.")
    if lesson.kind == LessonKind.VIDEO and not lesson.captions:
        return _("its video has no captions yet.")
    if lesson.kind == LessonKind.QUIZ:
        return _missing_from_quiz(list(lesson.questions.all()))
    return ""


def _missing_from_quiz(questions: list[Question]) -> str:
    if not questions:
        return _("it has no question yet.")
    for question in questions:
        choices = list(question.choices.all())
        if len(choices) < 2 or sum(choice.right for choice in choices) != 1:  # a choice needs two
            return _("a question needs two answers or more, one of them right.")
    return ""


# ---- the table

COMPLETE = (every_lesson_has_content,)
SEND_BACK = gettext_lazy("Send back")
HAND_IN = gettext_lazy("Hand in for review")
WRITE_ON = gettext_lazy("Write on")
REVISE = gettext_lazy("Revise it")
RETIRE = gettext_lazy("Retire it")
PASS_FIRST = gettext_lazy("Pass: content and stage fit")
PASS_SECOND = gettext_lazy("Pass: privacy, portraits, copyright")
DECLINE = gettext_lazy("Decline the topic")
SUSPEND = gettext_lazy("Take it down for now")

TRANSITIONS = (
    Transition(
        State.PROPOSED,
        Action.APPROVE_TOPIC,
        Taker.DISTRICT,
        State.APPROVED_TOPIC,
        (),
        gettext_lazy("Approve the topic"),
    ),
    Transition(State.PROPOSED, Action.DECLINE_TOPIC, Taker.DISTRICT, State.RETIRED, (), DECLINE, needs_reason=True),
    Transition(State.APPROVED_TOPIC, Action.START, Taker.AUTHOR, State.AUTHORING, (), gettext_lazy("Start writing")),
    Transition(State.AUTHORING, Action.TRY_OUT, Taker.AUTHOR, State.TRIAL, (), gettext_lazy("Try it out")),
    Transition(State.AUTHORING, Action.SUBMIT, Taker.AUTHOR, State.FIRST_REVIEW, COMPLETE, HAND_IN),
    Transition(State.TRIAL, Action.REWRITE, Taker.AUTHOR, State.AUTHORING, (), WRITE_ON),
    Transition(State.TRIAL, Action.RECORD, Taker.AUTHOR, State.RECORDING, (), gettext_lazy("Record it")),
    Transition(State.TRIAL, Action.SUBMIT, Taker.AUTHOR, State.FIRST_REVIEW, COMPLETE, HAND_IN),
    Transition(State.RECORDING, Action.REWRITE, Taker.AUTHOR, State.AUTHORING, (), WRITE_ON),
    Transition(State.RECORDING, Action.SUBMIT, Taker.AUTHOR, State.FIRST_REVIEW, COMPLETE, HAND_IN),
    Transition(State.FIRST_REVIEW, Action.PASS_FIRST, Taker.REVIEWER, State.SECOND_REVIEW, COMPLETE, PASS_FIRST),
    Transition(State.FIRST_REVIEW, Action.REJECT, Taker.REVIEWER, State.AUTHORING, (), SEND_BACK, needs_reason=True),
    Transition(State.SECOND_REVIEW, Action.PASS_SECOND, Taker.REVIEWER, State.FINAL_APPROVAL, COMPLETE, PASS_SECOND),
    Transition(State.SECOND_REVIEW, Action.REJECT, Taker.REVIEWER, State.AUTHORING, (), SEND_BACK, needs_reason=True),
    Transition(
        State.FINAL_APPROVAL, Action.PUBLISH, Taker.DISTRICT, State.PUBLISHED, COMPLETE, gettext_lazy("Publish")
    ),
    Transition(State.FINAL_APPROVAL, Action.REJECT, Taker.DISTRICT, State.AUTHORING, (), SEND_BACK, needs_reason=True),
    Transition(State.PUBLISHED, Action.REVISE, Taker.AUTHOR, State.REVISING, (), REVISE),
    Transition(State.PUBLISHED, Action.SUSPEND, Taker.DISTRICT, State.SUSPENDED, (), SUSPEND, needs_reason=True),
    Transition(State.REVISING, Action.SUBMIT, Taker.AUTHOR, State.FIRST_REVIEW, COMPLETE, HAND_IN),
    Transition(State.SUSPENDED, Action.REVISE, Taker.AUTHOR, State.REVISING, (), REVISE),
    Transition(
        State.SUSPENDED,
        Action.REOPEN,
        Taker.DISTRICT,
        State.PUBLISHED,
        COMPLETE,
        gettext_lazy("Put it up again"),
    ),
    Transition(State.SUSPENDED, Action.RETIRE, Taker.DISTRICT, State.RETIRED, (), RETIRE, needs_reason=True),
    Transition(State.PUBLISHED, Action.RETIRE, Taker.DISTRICT, State.RETIRED, (), RETIRE, needs_reason=True),
)


def _notify_author(step: Step[Course]) -> None:
    notices.notify_of_course_step(step.actor, step.subject)


COURSE = Lifecycle(
    Course,
    TRANSITIONS,
    actors={
        Taker.AUTHOR: rules.is_author,
        Taker.REVIEWER: rules.reviews_course,
        Taker.DISTRICT: rules.decides_course,
    },
    publish=_notify_author,
)

# ---- where a course stands, for the page

MILESTONES: dict[State, tuple[State, ...]] = {
    State.PROPOSED: (),
    State.AUTHORING: (State.APPROVED_TOPIC, State.TRIAL, State.RECORDING, State.REVISING),
    State.FIRST_REVIEW: (),
    State.SECOND_REVIEW: (),
    State.FINAL_APPROVAL: (),
    State.PUBLISHED: (State.SUSPENDED, State.RETIRED),
}
"""The six stations that the page of a course shows, in order, and the other states that stand at each of them."""


def milestone_of(course: Course) -> State:
    """Return the station at which a course stands. A topic that was declined never left the first one."""
    state = State(course.state)
    if state == State.RETIRED and course.published_at is None:
        return State.PROPOSED
    return next(milestone for milestone, others in MILESTONES.items() if state == milestone or state in others)
