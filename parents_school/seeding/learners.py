"""The demo's learners: 林岚 in the middle of a course, 王秀珍 with a certificate, and some hundred other guardians."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from cocare.people.demo import DemoDistrict
from cocare.people.models import Person
from cocare.people.seeding.cast import LIN_LAN, WANG_XIUZHEN

from ..domain import certificate_codes
from ..enums import LessonKind
from ..models import Answer, Certificate, Choice, Course, Learner, Lesson, LessonProgress, Question

OTHER_LEARNERS = 260


def add_learners(district: DemoDistrict, courses: Sequence[Course]) -> None:
    """Make people who learn the published courses."""
    lessons = {course.pk: list(course.lessons.all()) for course in courses}
    by_title = {course.title: course for course in courses}
    rows = _LearningRows(district, lessons)
    rows.add(district.person(LIN_LAN), by_title["作业时间到底谁负责"], done=1, watched_seconds=21)
    rows.add(district.person(LIN_LAN), by_title["睡够十小时：家庭晚间两小时怎么排"], done=1)
    rows.add(district.person(WANG_XIUZHEN), by_title["隔代养育的分工与尊重"], done=1)
    guardians = list({person.pk: person for pupil in district.guardians_of.values() for person in pupil}.values())
    demo_people = {district.person(phone).pk for phone in district.people}
    others = [person for person in guardians if person.pk not in demo_people]
    for person in district.rng.sample(others, min(OTHER_LEARNERS, len(others))):
        for course in district.rng.sample(courses, district.rng.choice((1, 1, 2, 3))):
            rows.add(person, course, done=district.rng.randint(0, len(lessons[course.pk])))
    rows.write()


class _LearningRows:
    """Collects rows of learning and writes them at once."""

    def __init__(self, district: DemoDistrict, lessons: Mapping[UUID, list[Lesson]]):
        self.district, self.lessons = district, lessons
        self.learners: list[Learner] = []
        self.progress: list[LessonProgress] = []
        self.answers: list[Answer] = []
        self.certificates: list[Certificate] = []
        self.right = {choice.question_id: choice for choice in Choice.objects.filter(right=True)}
        self.questions: dict[UUID, list[Question]] = defaultdict(list)
        for question in Question.objects.all():
            self.questions[question.lesson_id].append(question)

    def add(self, person: Person, course: Course, *, done: int, watched_seconds: int = 0) -> None:
        """Let a person be done with the first `done` lessons, and so many seconds into the next one's video."""
        lessons, now, rng = self.lessons[course.pk], self.district.now, self.district.rng
        began = now - timedelta(days=rng.randint(2, 40), minutes=rng.randint(0, 700))
        learner = Learner(course=course, person=person, enrolled_at=began, active_at=began)
        self.learners.append(learner)
        for number, lesson in enumerate(lessons[:done]):
            finished_at = began + timedelta(hours=number * 9 + 1, minutes=lesson.minutes)
            learner.active_at = min(finished_at, now)
            self._finish(learner, lesson, learner.active_at)
        if watched_seconds:
            self._watch(learner, lessons[done], watched_seconds * 1000)
            learner.active_at = now - timedelta(hours=20)
        if done == len(lessons):
            learner.completed_at = learner.active_at
            self.certificates.append(self._certificate(learner, learner.completed_at, len(lessons)))

    def _finish(self, learner: Learner, lesson: Lesson, at: datetime) -> None:
        progress = LessonProgress(learner=learner, lesson=lesson, opened_at=at - timedelta(minutes=5), completed_at=at)
        if lesson.kind == LessonKind.VIDEO:
            progress.watched, progress.watched_ms = [[0, lesson.seconds * 1000]], lesson.seconds * 1000
            progress.claimed_ms = progress.position_ms = progress.watched_ms
        for question in self.questions[lesson.pk]:
            self.answers.append(Answer(learner=learner, question=question, choice=self.right[question.pk], at=at))
        self.progress.append(progress)

    def _watch(self, learner: Learner, lesson: Lesson, milliseconds: int) -> None:
        self.progress.append(
            LessonProgress(
                learner=learner,
                lesson=lesson,
                opened_at=learner.active_at,
                watched=[[0, milliseconds]],
                watched_ms=milliseconds,
                claimed_ms=milliseconds,
                position_ms=milliseconds,
            )
        )

    def _certificate(self, learner: Learner, completed_at: datetime, lessons: int) -> Certificate:
        pick: Callable[[str], str] = self.district.rng.choice
        return Certificate(
            code=certificate_codes.new_code(pick),
            person=learner.person,
            course=learner.course,
            holder=learner.person.name,
            title=learner.course.title,
            lessons=lessons,
            hours=learner.course.hours,
            issued_at=completed_at,
            learning_days=(completed_at.date() - learner.enrolled_at.date()).days + 1,
        )

    def write(self) -> None:
        Learner.objects.bulk_create(self.learners)
        LessonProgress.objects.bulk_create(self.progress)
        Answer.objects.bulk_create(self.answers)
        Certificate.objects.bulk_create(self.certificates)
