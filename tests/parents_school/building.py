"""Courses for tests: one with a text, a video and a quiz, in any state."""

from uuid import uuid4

from cocare.core import clock
from cocare.files.models import File
from cocare.people.models import Person
from parents_school import services
from parents_school.enums import CourseNeed, CourseState, LessonKind
from parents_school.models import (
    Answer,
    Certificate,
    Choice,
    Course,
    Learner,
    Lesson,
    LessonProgress,
    Question,
    VideoSource,
)
from tests import factories as make

CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:04.000\n先停下来\n\n00:04.000 --> 00:09.500\n再看着孩子说\n"
TEXT = "## 今晚就试\n\n先问一句:今天哪件事最有意思?\n\n- 停下手里的事\n- 看着孩子\n\n> 听完再说话"


def course(
    title: str = "让孩子开口", author: Person | None = None, state: str = CourseState.PUBLISHED, **facts
) -> Course:
    return Course.objects.create(
        title=title,
        author=author or make.person("讲师"),
        state=state,
        **{
            "published_at": clock.now() if state == CourseState.PUBLISHED else None,
            "summary": "一次十分钟,听孩子把话说完。",
            "stages": ["primary"],
            "need": CourseNeed.TALK,
            "hours": 1,
            **facts,
        },
    )


def text_lesson(of: Course, title: str = "听的三步", body: str = TEXT) -> Lesson:
    return Lesson.objects.create(course=of, position=_next(of), kind=LessonKind.TEXT, title=title, minutes=3, body=body)


def video_lesson(of: Course, title: str = "看一段", seconds: int = 50) -> Lesson:
    lesson = Lesson.objects.create(
        course=of, position=_next(of), kind=LessonKind.VIDEO, title=title, minutes=1, captions=CAPTIONS, seconds=seconds
    )
    VideoSource.objects.create(lesson=lesson, file=video(of.author), media_type="video/mp4")
    return lesson


def video(of: Person) -> File:
    """A stored video's row; its content is not there."""
    return File.objects.create(
        uploader=of,
        purpose="lesson",
        name="video.mp4",
        kind="video",
        mime="video/mp4",
        size=9,
        key=f"x/{uuid4()}.mp4",
        attached_at=clock.now(),
    )


def quiz_lesson(of: Course, title: str = "试一试", questions: int = 2) -> Lesson:
    lesson = Lesson.objects.create(course=of, position=_next(of), kind=LessonKind.QUIZ, title=title, minutes=2)
    for position in range(1, questions + 1):
        question = Question.objects.create(lesson=lesson, position=position, text=f"第{position}问:先做什么?")
        for place, (words, right) in enumerate(
            (("马上讲道理", False), ("先停下来听", True), ("去忙别的", False)), start=1
        ):
            Choice.objects.create(
                question=question, position=place, text=words, right=right, explanation=f"关于“{words}”的话"
            )
    return lesson


def full_course(**facts) -> Course:
    """A course of three lessons, one of each kind."""
    made = course(**facts)
    text_lesson(made)
    video_lesson(made)
    quiz_lesson(made)
    return made


def joined(of: Course, who: Person) -> Learner:
    return Learner.objects.get_or_create(course=of, person=who)[0]


def answered(of: Course, who: Person) -> None:
    """The person has opened the quiz and answered its first question."""
    question = of.lessons.get(kind=LessonKind.QUIZ).questions.first()
    LessonProgress.objects.create(learner=joined(of, who), lesson=question.lesson, opened_at=clock.now())
    Answer.objects.create(learner=joined(of, who), question=question, choice=right(question))


def certificate(who: Person, of: Course | None = None) -> Certificate:
    learner = joined(of or full_course(), who)
    return services.issue_certificate(actor=make.actor(who), learner=learner)


def right(question: Question) -> Choice:
    return question.choices.get(right=True)


def wrong(question: Question) -> Choice:
    return question.choices.filter(right=False).first()


def _next(of: Course) -> int:
    return of.lessons.count() + 1
