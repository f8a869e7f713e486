"""The demo's courses: those of the catalogue, published, and two on their way to families."""

from datetime import datetime, timedelta

from django.core.files.base import File as Content

from cocare.core.lifecycle import Transition
from cocare.core.models import TransitionRecord
from cocare.people.demo import DemoDistrict
from cocare.people.enums import Capacity, Stage
from cocare.people.models import Person
from cocare.people.seeding.cast import DISTRICT_STAFF, TEAM_LEAD, TEAM_MEMBER

from ..enums import CourseAction, CourseNeed, CourseState, LessonKind
from ..lifecycle import COURSE
from ..models import Choice, Course, Lesson, Question
from ..services import attach_video
from . import video_rendering
from .catalogue import COURSES, CatalogueCourse
from .video_and_quiz_courses import VIDEO_AND_QUIZ_COURSES, VideoAndQuiz

# action, who does it, days before the publication
PUBLICATION = (
    (CourseAction.APPROVE_TOPIC, "district", 40),
    (CourseAction.START, "author", 39),
    (CourseAction.TRY_OUT, "author", 25),
    (CourseAction.SUBMIT, "author", 18),
    (CourseAction.PASS_FIRST, "first reviewer", 14),
    (CourseAction.PASS_SECOND, "second reviewer", 9),
    (CourseAction.PUBLISH, "district", 0),
)


def add_published_courses(district: DemoDistrict) -> list[Course]:
    """Make the courses of the catalogue with their lessons and their way to families."""
    courses = [_course(district, number, facts) for number, facts in enumerate(COURSES)]
    Course.objects.bulk_create(courses)
    TransitionRecord.objects.bulk_create(
        record for course in courses for record in _records_of_publication(district, course)
    )
    Lesson.objects.bulk_create(
        Lesson(
            course=course, position=1, kind=LessonKind.TEXT, title=facts.lesson, minutes=facts.minutes, body=facts.text
        )
        for course, facts in zip(courses, COURSES, strict=True)
    )
    by_title = {course.title: course for course in courses}
    for title, content in VIDEO_AND_QUIZ_COURSES.items():
        _add_video(district, by_title[title], content)
        _add_quiz(by_title[title], content)
    Course.objects.filter(pk__in=[course.pk for course in courses]).update(state=CourseState.PUBLISHED)
    return courses


def _course(district: DemoDistrict, number: int, facts: CatalogueCourse) -> Course:
    """Return a course that is still open for writing; it is published once its lessons are there."""
    author = district.person(TEAM_MEMBER if number % 3 else TEAM_LEAD)
    published_at = district.now - timedelta(days=8 + number * 9, hours=number % 7)
    return Course(
        title=facts.title,
        summary=facts.summary,
        stages=list(facts.stages),
        need=facts.need,
        hours=facts.hours,
        byline=_byline(district, author),
        state=CourseState.AUTHORING,
        author=author,
        created_at=published_at - timedelta(days=45),
        published_at=published_at,
    )


def _byline(district: DemoDistrict, author: Person) -> str:
    workplace = "石榴渡小学家庭教育指导站" if author == district.person(TEAM_MEMBER) else "澜川区家庭教育指导中心"
    return f"{author.name}，{workplace}"


def _records_of_publication(district: DemoDistrict, course: Course) -> list[TransitionRecord]:
    """Return how the course came to families: a record for each step of its lifecycle."""
    assert course.published_at is not None
    candidates = [district.person(phone) for phone in (TEAM_MEMBER, TEAM_LEAD, DISTRICT_STAFF)]
    reviewers = [person for person in candidates if person != course.author]
    people = {
        "author": course.author,
        "first reviewer": reviewers[0],
        "second reviewer": reviewers[-1],
        "district": district.person(DISTRICT_STAFF),
    }
    records, state = [], CourseState.PROPOSED
    for action, who, days in PUBLICATION:
        transition = COURSE.find(state, action)
        assert transition is not None, f"{action} is no step from {state}"
        records.append(_record(district, course, transition, people[who], course.published_at - timedelta(days=days)))
        state = CourseState(transition.next)
    return records


def _record(
    district: DemoDistrict, course: Course, transition: Transition, person: Person, at: datetime
) -> TransitionRecord:
    is_district = person == district.person(DISTRICT_STAFF)
    return TransitionRecord(
        subject_type=Course._meta.label_lower,
        subject_id=course.pk,
        action=transition.action,
        before=transition.state,
        after=transition.next,
        person_id=person.pk,
        capacity=Capacity.DISTRICT if is_district else Capacity.TEAM,
        at=at,
    )


def _add_video(district: DemoDistrict, course: Course, content: VideoAndQuiz) -> None:
    lesson = Lesson.objects.create(
        course=course,
        position=2,
        kind=LessonKind.VIDEO,
        title=content.video,
        minutes=1,
        captions=video_rendering.captions_of(content),
    )
    actor = district.actor(course.author, Capacity.TEAM)
    with video_rendering.render_video(content).open("rb") as file:
        attach_video(actor=actor, lesson=lesson, upload=Content(file, name=f"{content.video}.mp4"))


def _add_quiz(course: Course, content: VideoAndQuiz) -> None:
    quiz = Lesson.objects.create(course=course, position=3, kind=LessonKind.QUIZ, title=content.quiz_title, minutes=2)
    for number, (words, choices) in enumerate(content.quiz, start=1):
        question = Question.objects.create(lesson=quiz, position=number, text=words)
        Choice.objects.bulk_create(
            Choice(question=question, position=position, text=text, explanation=explanation, right=right)
            for position, (text, explanation, right) in enumerate(choices, start=1)
        )


def add_courses_in_progress(district: DemoDistrict) -> None:
    """Make two courses on their way: one being written, one waiting for its first review."""
    _course_in_progress(district, "寒假在家的二十天", TEAM_MEMBER, "假期怎么安排作息、家务和走亲戚，不超前补课。")
    handed_in = _course_in_progress(
        district,
        "和老师怎么商量一件事",
        TEAM_LEAD,
        "先说看到的，再说担心的，最后问一句我们能一起做什么。",
        state=CourseState.FIRST_REVIEW,
    )
    submission = COURSE.find(CourseState.AUTHORING, CourseAction.SUBMIT)
    assert submission is not None
    _record(district, handed_in, submission, handed_in.author, district.now - timedelta(days=2)).save()


def _course_in_progress(
    district: DemoDistrict, title: str, phone: str, summary: str, state: CourseState = CourseState.AUTHORING
) -> Course:
    author = district.person(phone)
    course = Course.objects.create(
        title=title,
        summary=summary,
        stages=[Stage.PRIMARY, Stage.JUNIOR],
        need=CourseNeed.HABITS,
        author=author,
        state=state,
        byline=_byline(district, author),
        created_at=district.now - timedelta(days=12),
    )
    Lesson.objects.create(
        course=course, position=1, kind=LessonKind.TEXT, title="先想清楚一件事", minutes=3, body=f"{summary}\n"
    )
    return course
