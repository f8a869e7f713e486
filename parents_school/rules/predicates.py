"""The conditions that the tables in rules/__init__.py put together."""

from django.db.models import Exists, OuterRef, Q

from cocare.core import access
from cocare.core.access import EVERYBODY, Actor, Rule, signed_in
from cocare.core.models import TransitionRecord
from cocare.people.enums import Capacity

from ..enums import REVIEW_ACTIONS, SUBMITTED_STATES, WRITABLE_STATES, CourseAction, CourseState
from ..models import Course, Learner, Lesson, VideoSource

WRITERS = (Capacity.TEAM, Capacity.DISTRICT)


def _through_course(rule: Rule, path: str) -> Rule:
    """Return a rule on rows that reach their course by `path`, from one on Course."""
    return access.through(rule, Course, path)


def _learns(actor: Actor) -> Q:
    return Q(Exists(Learner.objects.filter(course=OuterRef("pk"), person=actor.person_id)))


def _reviewed_this_round(actor: Actor) -> Q:
    """Return the condition for courses that the actor passed in a review since they were last handed in."""
    later = TransitionRecord.objects.filter(
        subject_id=OuterRef("subject_id"), action=CourseAction.SUBMIT, at__gt=OuterRef("at")
    )
    reviews = TransitionRecord.objects.filter(
        ~Exists(later), subject_id=OuterRef("pk"), person_id=actor.person_id, action__in=REVIEW_ACTIONS
    )
    return Q(Exists(reviews))


# on Course
is_published = Rule("published", lambda actor: Q(state=CourseState.PUBLISHED)) & signed_in
is_writable = Rule("still being written", lambda actor: Q(state__in=WRITABLE_STATES))
is_author = Rule("is the author", lambda actor: Q(author=actor.person_id)).when(*WRITERS)
is_learner = Rule("learns the course", _learns)
is_submitted = Rule("handed in", lambda actor: Q(state__in=SUBMITTED_STATES)).when(*WRITERS)
is_of_district = Rule("any course", lambda actor: EVERYBODY).when(Capacity.DISTRICT)
is_not_author = ~Rule("wrote the course", lambda actor: Q(author=actor.person_id))
has_not_reviewed = ~Rule("reviewed this round", _reviewed_this_round)

works_on_course = is_author | is_submitted | is_of_district
sees_course = is_published | works_on_course
edits_course = is_author & is_writable
# Nobody reviews or publishes the own course; who passed the first review does not pass the second of the same round.
reviews_course = is_submitted & is_not_author & has_not_reviewed
decides_course = is_of_district & is_not_author

# on Lesson
sees_lesson = _through_course(sees_course, "course_id")
learns_lesson = _through_course(is_learner & is_published, "course_id")
works_on_lesson = _through_course(works_on_course, "course_id")
edits_lesson = _through_course(edits_course, "course_id")

# on Question and Choice
sees_question = _through_course(sees_course, "lesson__course_id")
works_on_question = _through_course(works_on_course, "lesson__course_id")
edits_question = _through_course(edits_course, "lesson__course_id")
sees_choice = _through_course(sees_course, "question__lesson__course_id")

# on Learner and Certificate
is_own = Rule("one's own", lambda actor: Q(person=actor.person_id)) & signed_in
any_certificate = Rule("any certificate", lambda actor: EVERYBODY).when(Capacity.DISTRICT)


def _in_visible_lesson(actor: Actor) -> Q:
    lessons = Lesson.objects.filter(sees_lesson.condition(actor))
    return Q(Exists(VideoSource.objects.filter(file=OuterRef("pk"), lesson__in=lessons)))


# on File
sees_video = Rule("video of a lesson that one sees", _in_visible_lesson)
