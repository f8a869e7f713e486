"""Reads of the parent school. Every one starts at a rule."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cocare.core.access import Actor, visible
from cocare.core.contributions import SearchHit, TodayItem

from . import rules
from .enums import CourseState, LessonKind
from .models import (
    Answer,
    Certificate,
    Choice,
    Course,
    CourseMove,
    Learner,
    Lesson,
    LessonProgress,
    Question,
    VideoSource,
)

HITS = 10
TODAY = 2
MOST_STOPS = 5


@dataclass(frozen=True)
class LessonStatus:
    """One lesson in a course's outline: `state` is done, next or empty; `position` seconds into its video."""

    lesson: Lesson
    number: int
    state: str
    position: int = 0

    @property
    def seen_to(self) -> str:
        return f"{self.position // 60}:{self.position % 60:02d}" if self.position and self.state != "done" else ""


@dataclass(frozen=True)
class CourseOutline:
    """A course as one person stands in it."""

    course: Course
    learner: Learner | None
    lines: list[LessonStatus]

    @property
    def total(self) -> int:
        return len(self.lines)

    @cached_property
    def done(self) -> int:
        return sum(line.state == "done" for line in self.lines)

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def minutes_left(self) -> int:
        return sum(line.lesson.minutes for line in self.lines if line.state != "done")

    @cached_property
    def next(self) -> LessonStatus | None:
        return next((line for line in self.lines if line.state == "next"), None)

    @property
    def stops(self) -> list[tuple[str, str]]:
        """For the bend, which has room for five; a longer course shows a bar instead."""
        if self.total > MOST_STOPS:
            return []
        return [(line.state, str(line.number)) for line in self.lines]

    def after(self, lesson: Lesson) -> LessonStatus | None:
        """The lesson that follows this one."""
        return next((line for line in self.lines if line.lesson.position > lesson.position), None)

    def line(self, lesson: Lesson) -> LessonStatus:
        return next(line for line in self.lines if line.lesson.pk == lesson.pk)


def _count(rows: QuerySet, group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def with_progress(rows: QuerySet[Course], actor: Actor) -> QuerySet[Course]:
    """Courses with `total` lessons, `done` ones of this person, and whether the person `joined`."""
    finished = LessonProgress.objects.filter(
        learner__course=OuterRef("pk"), learner__person=actor.person_id, completed_at__isnull=False
    )
    return rows.annotate(
        total=_count(Lesson.objects.filter(course=OuterRef("pk")), "course"),
        done=_count(finished, "learner__course"),
        joined=Exists(Learner.objects.filter(course=OuterRef("pk"), person=actor.person_id)),
    )


def courses(actor: Actor, *, text: str = "", stage: str = "", need: str = "") -> QuerySet[Course]:
    """What families can learn now, narrowed by words, stage and need."""
    rows = visible(Course, actor, rules.published)
    if text:
        rows = rows.filter(matching(text))
    if stage:
        rows = rows.filter(stages__contains=[stage])
    if need:
        rows = rows.filter(need=need)
    return with_progress(rows, actor).order_by(F("published_at").desc(), "-pk")


def matching(text: str) -> Q:
    lesson = Lesson.objects.filter(course=OuterRef("pk"), title__icontains=text)
    return Q(title__icontains=text) | Q(summary__icontains=text) | Q(Exists(lesson))


def course_outline(actor: Actor, course: Course) -> CourseOutline:
    """The course's lessons in order, each with where this person stands. Three queries."""
    learner = visible(Learner, actor, rules.own).filter(course=course).first()
    progress = {row.lesson_id: row for row in learner.progress.all()} if learner else {}
    lines: list[LessonStatus] = []
    waiting = learner is not None
    for number, lesson in enumerate(Lesson.objects.filter(course=course), start=1):
        row = progress.get(lesson.pk)
        state = "done" if row and row.done else "next" if waiting else ""
        waiting = waiting and state != "next"
        lines.append(LessonStatus(lesson, number, state, row.position_ms // 1000 if row else 0))
    return CourseOutline(course, learner, lines)


def lessons() -> QuerySet[Lesson]:
    """Lessons with their course, to load one through a rule."""
    return Lesson.objects.select_related("course")


def sources(lesson: Lesson) -> QuerySet[VideoSource]:
    """The encodings of a lesson's video, in the order in which a browser should try them."""
    return VideoSource.objects.filter(lesson=lesson).order_by("media_type")


def questions() -> QuerySet[Question]:
    """Questions with their lesson and course, to load one through a rule."""
    return Question.objects.select_related("lesson__course").prefetch_related("choices")


def may_edit(actor: Actor, course: Course) -> bool:
    return visible(Course, actor, rules.edits_course).filter(pk=course.pk).exists()


def progress(actor: Actor, lesson: Lesson) -> LessonProgress | None:
    return LessonProgress.objects.filter(lesson=lesson, learner__person=actor.person_id).first()


def learned_courses(actor: Actor) -> QuerySet[Course]:
    """The courses this person learns or has learned, the last touched first."""
    mine = Learner.objects.filter(course=OuterRef("pk"), person=actor.person_id)
    rows = visible(Course, actor, rules.is_learner).annotate(
        active_at=Subquery(mine.values("active_at")[:1]), completed_at=Subquery(mine.values("completed_at")[:1])
    )
    return with_progress(rows, actor).order_by("-active_at", "-pk")


def certificates(actor: Actor) -> QuerySet[Certificate]:
    return visible(Certificate, actor, rules.own).order_by("-issued_at", "-pk")


def certificate_of(actor: Actor, course: Course) -> Certificate | None:
    return certificates(actor).filter(course=course).first()


def certificate_by_code(code: str) -> Certificate | None:
    """For the public check: anyone who holds the number may ask. Show the masked holder only."""
    return Certificate.objects.filter(code=code).first()


@dataclass(frozen=True)
class QuizQuestion:
    """One question as it stands for a learner: `chosen` is the last choice, right or not."""

    question: Question
    choices: list[Choice]
    number: int
    chosen: Choice | None

    @property
    def solved(self) -> bool:
        return self.chosen is not None and self.chosen.right


def quiz_questions(actor: Actor, lesson: Lesson) -> list[QuizQuestion]:
    """A quiz's questions with this person's last answers. Three queries."""
    if lesson.kind != LessonKind.QUIZ:
        return []
    rows = Question.objects.filter(lesson=lesson).prefetch_related("choices")
    last = dict(
        Answer.objects.filter(learner__person=actor.person_id, question__lesson=lesson)
        .order_by("question_id", "-at", "-pk")
        .distinct("question_id")
        .values_list("question", "choice")
    )
    asked = []
    for number, question in enumerate(rows, start=1):
        choices = list(question.choices.all())
        chosen = next((choice for choice in choices if choice.pk == last.get(question.pk)), None)
        asked.append(QuizQuestion(question, choices, number, chosen))
    return asked


def authored_courses(actor: Actor) -> QuerySet[Course]:
    """What a writer, reviewer or the district works on, waiting ones first."""
    rows = visible(Course, actor, rules.works_on_course).select_related("author")
    return with_progress(rows, actor).order_by("-created_at", "-pk")


def moves(actor: Actor, course: Course) -> QuerySet[CourseMove]:
    """The course's way so far, newest first."""
    may = visible(Course, actor, rules.works_on_course)
    return CourseMove.objects.filter(course=course, course__in=may).select_related("person").order_by("-at", "-pk")


def manuscript(course: Course) -> QuerySet[Lesson]:
    """The lessons with everything in them, for writing and reviewing."""
    questions = Question.objects.prefetch_related("choices")
    return Lesson.objects.filter(course=course).prefetch_related(Prefetch("questions", questions))


def today(actor: Actor) -> list[TodayItem]:
    """The lessons to go on with, and how long they take. Three queries."""
    if actor.is_anonymous:
        return []
    learners = list(
        visible(Learner, actor, rules.own)
        .filter(completed_at=None, course__state=CourseState.PUBLISHED)
        .select_related("course")
        .order_by("-active_at")[:TODAY]
    )
    finished: dict[UUID, set[UUID]] = {}
    lessons: dict[UUID, list[Lesson]] = {}
    for lesson_id, learner_id in LessonProgress.objects.filter(
        learner__in=learners, completed_at__isnull=False
    ).values_list("lesson_id", "learner_id"):
        finished.setdefault(learner_id, set()).add(lesson_id)
    for lesson in Lesson.objects.filter(course__in=[learner.course_id for learner in learners]):
        lessons.setdefault(lesson.course_id, []).append(lesson)
    items = (
        _today_item(learner, lessons.get(learner.course_id, []), finished.get(learner.pk, set()))
        for learner in learners
    )
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
    """Courses that families can learn now whose title, summary or lesson titles hold the words."""
    if not text.strip():
        return []
    rows = visible(Course, actor, rules.published).filter(matching(text.strip())).order_by("-published_at")[:HITS]
    return [
        SearchHit(
            title=course.title,
            excerpt=_excerpt(course.summary, text.strip()),
            url=reverse("parents_school:course.show", args=[course.pk]),
            kind=_("course"),
            at=course.published_at,
        )
        for course in rows
    ]


def _excerpt(text: str, words: str, around: int = 40) -> str:
    at = max(text.lower().find(words.lower()), 0)
    start, end = max(0, at - around), at + len(words) + around
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
