"""The parent school of the demo district: twenty published courses, two on the desk, and families who learn."""

from collections.abc import Callable
from datetime import timedelta

from django.core.files.base import File as Content

from cocare.people.demo import DemoDistrict
from cocare.people.enums import Capacity
from cocare.people.models import Person
from cocare.people.seeding.cast import DISTRICT_STAFF, LIN_LAN, TEAM_LEAD, TEAM_MEMBER, WANG_XIUZHEN

from . import codes
from .enums import CourseState, LessonKind, Need, find_move
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
)
from .seeding import film
from .seeding.catalogue import COURSES, CourseText
from .seeding.full import FULL, Full
from .services import attach_video

LEARNERS = 260
# action, who does it, days before the publication
WAY = (
    ("approve_topic", DISTRICT_STAFF, 40),
    ("start", "author", 39),
    ("try_out", "author", 25),
    ("submit", "author", 18),
    ("pass_first", "first", 14),
    ("pass_second", "second", 9),
    ("publish", DISTRICT_STAFF, 0),
)


def seed(district: DemoDistrict) -> None:
    """Fill the parent school. Films are drawn once and kept in the data folder."""
    courses = [_course(district, number, facts) for number, facts in enumerate(COURSES)]
    Course.objects.bulk_create(courses)
    CourseMove.objects.bulk_create([move for course in courses for move in _way(district, course)])
    Lesson.objects.bulk_create(
        Lesson(
            course=course, position=1, kind=LessonKind.TEXT, title=facts.lesson, minutes=facts.minutes, body=facts.text
        )
        for course, facts in zip(courses, COURSES, strict=True)
    )
    by_title = {course.title: course for course in courses}
    for title, full in FULL.items():
        _add_film_and_quiz(district, by_title[title], full)
    Course.objects.filter(pk__in=[course.pk for course in courses]).update(state=CourseState.PUBLISHED)
    _desk(district)
    _learners(district, courses)


def _course(district: DemoDistrict, number: int, facts: CourseText) -> Course:
    """A course that is still open for writing; it is published once its lessons are there."""
    author = district.person(TEAM_MEMBER if number % 3 else TEAM_LEAD)
    published = district.now - timedelta(days=8 + number * 9, hours=number % 7)
    return Course(
        title=facts.title,
        summary=facts.summary,
        stages=list(facts.stages),
        need=facts.need,
        hours=facts.hours,
        byline=_byline(district, author),
        state=CourseState.AUTHORING,
        author=author,
        created_at=published - timedelta(days=45),
        published_at=published,
    )


def _byline(district: DemoDistrict, author: Person) -> str:
    place = "石榴渡小学家庭教育指导站" if author == district.person(TEAM_MEMBER) else "澜川区家庭教育指导中心"
    return f"{author.name}，{place}"


def _way(district: DemoDistrict, course: Course) -> list[CourseMove]:
    """How the course came to families: a line for each move of the table."""
    assert course.published_at is not None
    author, others = course.author, [district.person(phone) for phone in (TEAM_MEMBER, TEAM_LEAD, DISTRICT_STAFF)]
    reviewers = [person for person in others if person != author]
    who = {
        "author": author,
        "first": reviewers[0],
        "second": reviewers[-1],
        DISTRICT_STAFF: district.person(DISTRICT_STAFF),
    }
    rows, state = [], CourseState.PROPOSED
    for action, mover, days in WAY:
        move = find_move(state, action)
        assert move is not None, f"{action} is no move from {state}"
        at = course.published_at - timedelta(days=days)
        rows.append(
            CourseMove(course=course, source=state, action=action, target=move.target, person=who[mover], at=at)
        )
        state = move.target
    return rows


def _add_film_and_quiz(district: DemoDistrict, course: Course, full: Full) -> None:
    lesson = Lesson.objects.create(
        course=course, position=2, kind=LessonKind.VIDEO, title=full.film, minutes=1, captions=film.captions(full)
    )
    actor = district.actor(course.author, Capacity.TEAM)
    with film.make(full).open("rb") as content:
        attach_video(actor=actor, lesson=lesson, upload=Content(content, name=f"{full.film}.mp4"))
    quiz = Lesson.objects.create(course=course, position=3, kind=LessonKind.QUIZ, title=full.quiz_title, minutes=2)
    for number, (words, choices) in enumerate(full.quiz, start=1):
        question = Question.objects.create(lesson=quiz, position=number, text=words)
        Choice.objects.bulk_create(
            Choice(question=question, position=place, text=text, explanation=said, right=right)
            for place, (text, said, right) in enumerate(choices, start=1)
        )


def _desk(district: DemoDistrict) -> None:
    """Two courses on their way: one being written, one waiting for its first review."""
    lines = (
        ("寒假在家的二十天", CourseState.AUTHORING, TEAM_MEMBER, "假期怎么安排作息、家务和走亲戚，不超前补课。"),
        (
            "和老师怎么商量一件事",
            CourseState.FIRST_REVIEW,
            TEAM_LEAD,
            "先说看到的，再说担心的，最后问一句我们能一起做什么。",
        ),
    )
    for title, state, phone, summary in lines:
        author = district.person(phone)
        course = Course.objects.create(
            title=title,
            summary=summary,
            stages=["primary", "junior"],
            need=Need.HABITS,
            author=author,
            state=state,
            byline=_byline(district, author),
            created_at=district.now - timedelta(days=12),
        )
        Lesson.objects.create(
            course=course, position=1, kind=LessonKind.TEXT, title="先想清楚一件事", minutes=3, body=f"{summary}\n"
        )
        if state == CourseState.FIRST_REVIEW:
            handed_in = district.now - timedelta(days=2)
            CourseMove.objects.create(
                course=course, source=CourseState.AUTHORING, action="submit", target=state, person=author, at=handed_in
            )


def _learners(district: DemoDistrict, courses: list[Course]) -> None:
    """Guardians who learn: 林岚 in the middle of a course, 王秀珍 with a certificate, and some hundred others."""
    lessons = {course.pk: list(course.lessons.all()) for course in courses}
    by_title = {course.title: course for course in courses}
    book = _Book(district, lessons)
    book.add(district.person(LIN_LAN), by_title["作业时间到底谁负责"], done=1, watched_to=21)
    book.add(district.person(LIN_LAN), by_title["睡够十小时：家庭晚间两小时怎么排"], done=1)
    book.add(district.person(WANG_XIUZHEN), by_title["隔代养育的分工与尊重"], done=1)
    guardians = list({person.pk: person for pupil in district.guardians_of.values() for person in pupil}.values())
    known = {district.person(phone).pk for phone in district.people}
    others = [person for person in guardians if person.pk not in known]
    for person in district.rng.sample(others, min(LEARNERS, len(others))):
        for course in district.rng.sample(courses, district.rng.choice((1, 1, 2, 3))):
            book.add(person, course, done=district.rng.randint(0, len(lessons[course.pk])))
    book.write()


class _Book:
    """Collects learning rows and writes them at once."""

    def __init__(self, district: DemoDistrict, lessons: dict):
        self.district, self.lessons = district, lessons
        self.learners: list[Learner] = []
        self.progress: list[LessonProgress] = []
        self.answers: list[Answer] = []
        self.certificates: list[Certificate] = []
        self.right = {choice.question_id: choice for choice in Choice.objects.filter(right=True)}
        self.asked: dict = {}
        for question in Question.objects.all():
            self.asked.setdefault(question.lesson_id, []).append(question)

    def add(self, person: Person, course: Course, *, done: int, watched_to: int = 0) -> None:
        """`done` lessons behind, and `watched_to` seconds into the next one's film."""
        lessons = self.lessons[course.pk]
        began = self.district.now - timedelta(
            days=self.district.rng.randint(2, 40), minutes=self.district.rng.randint(0, 700)
        )
        learner = Learner(course=course, person=person, enrolled_at=began, active_at=began)
        self.learners.append(learner)
        for number, lesson in enumerate(lessons[:done]):
            at = began + timedelta(hours=number * 9 + 1, minutes=lesson.minutes)
            learner.active_at = min(at, self.district.now)
            self._finished(learner, lesson, learner.active_at)
        if watched_to:
            spans = [[0, watched_to * 1000]]
            self.progress.append(
                LessonProgress(
                    learner=learner,
                    lesson=lessons[done],
                    opened_at=learner.active_at,
                    watched=spans,
                    watched_ms=watched_to * 1000,
                    claimed_ms=watched_to * 1000,
                    position_ms=watched_to * 1000,
                )
            )
            learner.active_at = self.district.now - timedelta(hours=20)
        if done == len(lessons):
            learner.completed_at = learner.active_at
            self.certificates.append(self._certificate(learner, person, course, len(lessons)))

    def _finished(self, learner: Learner, lesson: Lesson, at) -> None:
        row = LessonProgress(learner=learner, lesson=lesson, opened_at=at - timedelta(minutes=5), completed_at=at)
        if lesson.kind == LessonKind.VIDEO:
            row.watched, row.watched_ms = [[0, lesson.seconds * 1000]], lesson.seconds * 1000
            row.claimed_ms, row.position_ms = row.watched_ms, row.watched_ms
        for question in self.asked.get(lesson.pk, []):
            self.answers.append(Answer(learner=learner, question=question, choice=self.right[question.pk], at=at))
        self.progress.append(row)

    def _certificate(self, learner: Learner, person: Person, course: Course, lessons: int) -> Certificate:
        pick: Callable[[str], str] = self.district.rng.choice
        assert learner.completed_at is not None
        return Certificate(
            code=codes.new_code(pick),
            person=person,
            course=course,
            holder=person.name,
            title=course.title,
            lessons=lessons,
            hours=course.hours,
            issued_at=learner.completed_at,
            learning_days=(learner.completed_at.date() - learner.enrolled_at.date()).days + 1,
        )

    def write(self) -> None:
        Learner.objects.bulk_create(self.learners)
        LessonProgress.objects.bulk_create(self.progress)
        Answer.objects.bulk_create(self.answers)
        Certificate.objects.bulk_create(self.certificates)
