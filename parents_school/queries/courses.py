"""The courses that families find and learn."""

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cocare.core.access import Actor, visible

from .. import rules
from ..models import Course, Learner, Lesson, LessonProgress


def published_courses(actor: Actor, *, text: str = "", stage: str = "", need: str = "") -> QuerySet[Course]:
    """Return what families can learn now, narrowed by words, stage and need, the newest first."""
    rows = visible(Course, actor, rules.is_published)
    if text:
        rows = rows.filter(course_text_condition(text))
    if stage:
        rows = rows.filter(stages__contains=[stage])
    if need:
        rows = rows.filter(need=need)
    return with_progress(rows, actor).order_by(F("published_at").desc(), "-pk")


def learned_courses(actor: Actor) -> QuerySet[Course]:
    """Return the courses that this person learns or has learned, the last touched first."""
    own = Learner.objects.filter(course=OuterRef("pk"), person=actor.person_id)
    rows = visible(Course, actor, rules.is_learner).annotate(
        active_at=Subquery(own.values("active_at")[:1]), completed_at=Subquery(own.values("completed_at")[:1])
    )
    return with_progress(rows, actor).order_by(F("active_at").desc(), "-pk")


def course_text_condition(text: str) -> Q:
    """Return the condition for courses whose title, summary or lesson titles hold the words."""
    lesson = Lesson.objects.filter(course=OuterRef("pk"), title__icontains=text)
    return Q(title__icontains=text) | Q(summary__icontains=text) | Q(Exists(lesson))


def with_progress(rows: QuerySet[Course], actor: Actor) -> QuerySet[Course]:
    """Return the courses with `total` lessons, `done` ones of this person, and whether the person `joined`."""
    finished = LessonProgress.objects.filter(
        learner__course=OuterRef("pk"), learner__person=actor.person_id, completed_at__isnull=False
    )
    return rows.annotate(
        total=_count(Lesson.objects.filter(course=OuterRef("pk")), "course"),
        done=_count(finished, "learner__course"),
        joined=Exists(Learner.objects.filter(course=OuterRef("pk"), person=actor.person_id)),
    )


def _count(rows: QuerySet, group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
