"""Who may see and do what in the parent school.

Everybody signed in may learn: courses are not about a child, so a document that takes a child's pages away takes
nothing here. What a person has learned is seen by that person only.
"""

from functools import cache

from django.db.models import Exists, OuterRef, Q

from cocare.core import access
from cocare.core.access import EVERYBODY, Actor, Rule, signed_in
from cocare.people.enums import Capacity

from .enums import EDITABLE, SUBMITTED, CourseState, Move, Mover
from .models import Course, CourseMove, Learner, Lesson, VideoSource

WRITERS = (Capacity.TEAM, Capacity.DISTRICT)
REVIEWS = ("pass_first", "pass_second")

# on Course
published = Rule("published", lambda actor: Q(state=CourseState.PUBLISHED)) & signed_in
is_author = Rule("wrote the course", lambda actor: Q(author=actor.person_id)).when(*WRITERS)
submitted = Rule("handed in", lambda actor: Q(state__in=SUBMITTED)).when(*WRITERS)
of_district = Rule("any course", lambda actor: EVERYBODY).when(Capacity.DISTRICT)
is_learner = Rule(
    "learns the course",
    lambda actor: Q(Exists(Learner.objects.filter(course=OuterRef("pk"), person=actor.person_id))),
)
works_on_course = is_author | submitted | of_district
sees_course = published | works_on_course
edits_course = is_author & Rule("still being written", lambda actor: Q(state__in=EDITABLE))
joins = published


def _reviewed(actor: Actor) -> Q:
    """Who passed the first review since it was last handed in does not pass the second."""
    later = CourseMove.objects.filter(course=OuterRef("course"), action="submit", at__gt=OuterRef("at"))
    return Q(
        Exists(
            CourseMove.objects.filter(~Exists(later), course=OuterRef("pk"), person=actor.person_id, action__in=REVIEWS)
        )
    )


_other = ~Rule("is the author", lambda actor: Q(author=actor.person_id))
_fresh = ~Rule("reviewed this round", _reviewed)
MOVERS = {
    Mover.AUTHOR: is_author,
    Mover.REVIEWER: submitted & _other & _fresh,
    Mover.DISTRICT: of_district & _other,
}


@cache
def may_move(move: Move) -> Rule:
    """On Course: who may make this move. The table names the mover, this says what that means."""
    return Rule(f"is {move.source}", lambda actor: Q(state=move.source)) & MOVERS[move.who]


def through(rule: Rule, path: str) -> Rule:
    """A rule on Course, for rows that reach their course by `path`."""
    return access.through(rule, Course, path)


# on Lesson and Question
sees_lesson = through(sees_course, "course_id")
learns_lesson = through(is_learner & published, "course_id")
edits_lesson = through(edits_course, "course_id")
edits_question = through(edits_course, "lesson__course_id")
works_on_question = through(works_on_course, "lesson__course_id")
works_on_question = through(works_on_course, "lesson__course_id")
works_on_lesson = through(works_on_course, "course_id")

# on Course, from the desk
proposes = Rule("may propose a course", lambda actor: EVERYBODY).when(*WRITERS)

# on Learner and Certificate
own = Rule("one's own", lambda actor: Q(person=actor.person_id)) & signed_in
holds = own
may_revoke = Rule("any certificate", lambda actor: EVERYBODY).when(Capacity.DISTRICT)

# on Question and Choice, while answering
asked = through(sees_course, "lesson__course_id")
offered = through(sees_course, "question__lesson__course_id")


def films(actor: Actor) -> Q:
    """On File: the videos of lessons that the actor sees."""
    lessons = Lesson.objects.filter(sees_lesson.condition(actor))
    return Q(Exists(VideoSource.objects.filter(file=OuterRef("pk"), lesson__in=lessons)))
