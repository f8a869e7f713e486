"""A course as one person stands in it: its lessons in order, which are done, which is next."""

from dataclasses import dataclass
from functools import cached_property

from cocare.core.access import Actor, visible

from .. import rules
from ..models import Course, Learner, Lesson

MOST_STOPS = 5


@dataclass(frozen=True)
class OutlineLesson:
    """One lesson in a course's outline: `state` is done, next or empty; `position` seconds into its video."""

    lesson: Lesson
    number: int
    state: str
    position: int = 0

    @property
    def seen_to(self) -> str:
        """How far its video was seen, as "1:05"; empty when it was not begun or is done."""
        return f"{self.position // 60}:{self.position % 60:02d}" if self.position and self.state != "done" else ""


@dataclass(frozen=True)
class CourseOutline:
    """The lessons of a course as one person stands in them; `learner` is None for whoever has not joined."""

    course: Course
    learner: Learner | None
    lessons: list[OutlineLesson]

    @property
    def total(self) -> int:
        return len(self.lessons)

    @cached_property
    def done(self) -> int:
        return sum(status.state == "done" for status in self.lessons)

    @property
    def left(self) -> int:
        return self.total - self.done

    @cached_property
    def next(self) -> OutlineLesson | None:
        return next((status for status in self.lessons if status.state == "next"), None)

    @property
    def stops(self) -> list[tuple[str, str]]:
        """State and number of each lesson for the bend, which has room for five; nothing for a longer course."""
        if self.total > MOST_STOPS:
            return []
        return [(status.state, str(status.number)) for status in self.lessons]

    def lesson_after(self, lesson: Lesson) -> OutlineLesson | None:
        """Return the lesson that follows this one."""
        return next((status for status in self.lessons if status.lesson.position > lesson.position), None)

    def outline_lesson(self, lesson: Lesson) -> OutlineLesson:
        return next(status for status in self.lessons if status.lesson.pk == lesson.pk)


def course_outline(actor: Actor, course: Course) -> CourseOutline:
    """Return the course's lessons in order, each with where this person stands. Three queries."""
    learner = visible(Learner, actor, rules.is_own).filter(course=course).first()
    progress = {row.lesson_id: row for row in learner.progress.all()} if learner else {}
    statuses: list[OutlineLesson] = []
    next_is_open = learner is not None
    for number, lesson in enumerate(Lesson.objects.filter(course=course), start=1):
        row = progress.get(lesson.pk)
        state = "done" if row and row.done else "next" if next_is_open else ""
        next_is_open = next_is_open and state != "next"
        statuses.append(OutlineLesson(lesson, number, state, row.position_ms // 1000 if row else 0))
    return CourseOutline(course, learner, statuses)
