"""What the parent school adds to the list of today and to the search."""

from collections import defaultdict
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cocare.core.access import Actor, visible
from cocare.core.contributions import SearchHit, TodayItem

from .. import rules
from ..enums import CourseState
from ..models import Course, Learner, Lesson, LessonProgress
from .courses import course_text_condition

MOST_HITS = 10
MOST_TODAY = 2
EXCERPT_MARGIN = 40  # characters before and after the words


def today(actor: Actor) -> list[TodayItem]:
    """Return the lessons to go on with, and how long they take. Three queries."""
    if actor.is_anonymous:
        return []
    learners = list(
        visible(Learner, actor, rules.is_own)
        .filter(completed_at=None, course__state=CourseState.PUBLISHED)
        .select_related("course")
        .order_by("-active_at")[:MOST_TODAY]
    )
    finished: dict[UUID, set[UUID]] = defaultdict(set)
    for lesson_id, learner_id in LessonProgress.objects.filter(
        learner__in=learners, completed_at__isnull=False
    ).values_list("lesson_id", "learner_id"):
        finished[learner_id].add(lesson_id)
    lessons: dict[UUID, list[Lesson]] = defaultdict(list)
    for lesson in Lesson.objects.filter(course__in=[learner.course_id for learner in learners]):
        lessons[lesson.course_id].append(lesson)
    items = (_today_item(learner, lessons[learner.course_id], finished[learner.pk]) for learner in learners)
    return [item for item in items if item]


def _today_item(learner: Learner, lessons: list[Lesson], finished: set[UUID]) -> TodayItem | None:
    left = [lesson for lesson in lessons if lesson.pk not in finished]
    if not left:
        return None
    number = lessons.index(left[0]) + 1
    return TodayItem(
        title=_("Lesson %(number)d: %(title)s") % {"number": number, "title": left[0].title},
        detail=ngettext("%(course)s, %(n)d lesson left", "%(course)s, %(n)d lessons left", len(left))
        % {"course": learner.course.title, "n": len(left)},
        url=reverse("parents_school:lesson.show", args=[left[0].pk]),
        minutes=left[0].minutes,
        action=_("Go on"),
    )


def search(actor: Actor, text: str) -> list[SearchHit]:
    """Return courses that families can learn now whose title, summary or lesson titles hold the words."""
    words = text.strip()
    if not words:
        return []
    courses = (
        visible(Course, actor, rules.is_published)
        .filter(course_text_condition(words))
        .order_by("-published_at")[:MOST_HITS]
    )
    return [
        SearchHit(
            title=course.title,
            excerpt=_excerpt(course.summary, words),
            url=reverse("parents_school:course.show", args=[course.pk]),
            kind=_("course"),
            at=course.published_at,
        )
        for course in courses
    ]


def _excerpt(text: str, words: str) -> str:
    """Return the text around the first place where the words stand, or its beginning."""
    at = max(text.lower().find(words.lower()), 0)
    start, end = max(0, at - EXCERPT_MARGIN), at + len(words) + EXCERPT_MARGIN
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
