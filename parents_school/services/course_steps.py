"""A course's way from a topic to families, along the table in lifecycle.py."""

from cocare.core import clock
from cocare.core.access import Actor
from cocare.core.lifecycle import Step

from .. import lifecycle
from ..enums import CourseState
from ..models import Course


def take_course_step(*, actor: Actor, course: Course, action: str, reason: str = "") -> Course:
    """Take one step of the table. Return the course in its new state.

    Raise Conflict when the course no longer stands where the table starts the step, Forbidden when it is somebody
    else's to take, ReasonMissing, or NotReady when lessons are not complete.
    """
    return lifecycle.COURSE.take(
        actor=actor, pk=course.pk, action=action, reason=reason, effect=_note_first_publication
    )


def _note_first_publication(step: Step[Course]) -> None:
    """Keep the day on which families first saw the course, also when it is taken down and put up again."""
    course = step.subject
    if step.transition.next == CourseState.PUBLISHED and course.published_at is None:
        course.published_at = clock.now()
        course.save(update_fields=["published_at"])
