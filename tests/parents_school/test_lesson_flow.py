"""Joining, reading, answering, and what follows when the last lesson is done: through the pages, without a script."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from cocare.core import clock
from parents_school import page_tokens
from parents_school.models import Answer, Certificate, Learner, LessonProgress
from tests import factories as make

from . import building

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return building.full_course()


def url(name, of):
    return reverse(f"parents_school:{name}", args=[of.pk])


def joined(who, course, capacity=None):
    browser = make.client(who, capacity)
    browser.post(url("course.join", course))
    return browser


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def read(browser, lesson, seconds=600):
    """Open the lesson, wait, press "I have read this"."""
    now = clock.now()
    with clock.freeze(now - timedelta(seconds=seconds)):
        page = text(browser.get(url("lesson.show", lesson)))
    mark = re.search(r'name="token" value="([^"]+)"', page)[1]
    return browser.post(url("lesson.finish", lesson), {"token": mark})


def answer(browser, question, choice, **headers):
    data = {"question": question.pk, "choice": choice.pk}
    return browser.post(url("lesson.answer", question.lesson), data, follow=True, **headers)


def finish(browser, course):
    for lesson in course.lessons.all():
        if lesson.kind == "quiz":
            for question in lesson.questions.all():
                answer(browser, question, building.right(question))
        else:
            read(browser, lesson)


def test_joining_twice_is_once(cast, course):
    browser = joined(cast.lin_lan, course)
    again = browser.post(url("course.join", course))
    assert again["Location"] == url("lesson.show", course.lessons.first())
    assert Learner.objects.filter(person=cast.lin_lan).count() == 1


def test_a_restricted_guardian_learns_like_everybody(cast, course):
    browser = joined(cast.xu_heng, course)
    finish(browser, course)
    assert Certificate.objects.filter(person=cast.xu_heng).exists()


def test_a_text_takes_its_shortest_reading_time(cast, course):
    browser = joined(cast.lin_lan, course)
    lesson = course.lessons.first()
    early = read(browser, lesson, seconds=2)
    assert early.status_code == 409
    assert "再按一次" in text(early) or "press again" in text(early)
    assert not LessonProgress.objects.filter(completed_at__isnull=False).exists()
    mark = re.search(r'name="token" value="([^"]+)"', text(early))[1]
    with clock.freeze(clock.now() + timedelta(seconds=60)):
        late = browser.post(url("lesson.finish", lesson), {"token": mark})
    assert late.status_code == 303
    assert LessonProgress.objects.get().done


@pytest.mark.parametrize("mark", ["", "forged", "x" * 3000])
def test_a_page_mark_that_is_not_ours(cast, course, mark):
    browser = joined(cast.lin_lan, course)
    refused = browser.post(url("lesson.finish", course.lessons.first()), {"token": mark})
    assert refused.status_code == 422
    assert 'role="alert"' in text(refused)


def test_the_written_version_of_a_video_counts_after_its_time(cast, course):
    browser = joined(cast.lin_lan, course)
    video = course.lessons.get(kind="video")
    assert "先停下来" in text(browser.get(url("lesson.show", video)))
    assert read(browser, video, seconds=30).status_code == 409
    assert read(browser, video, seconds=41).status_code == 303


def test_a_quiz_is_not_finished_by_reading(cast, course):
    browser = joined(cast.lin_lan, course)
    quiz = course.lessons.get(kind="quiz")
    mark = page_tokens.issue(make.actor(cast.lin_lan), quiz)
    assert browser.post(url("lesson.finish", quiz), {"token": mark}).status_code == 422


def test_a_wrong_answer_is_told_at_once_and_may_be_mended(cast, course):
    browser = joined(cast.lin_lan, course)
    first, second = course.lessons.get(kind="quiz").questions.all()
    wrong = building.wrong(first)
    said = text(answer(browser, first, wrong))
    assert wrong.explanation in said
    assert "choice--wrong" in said
    right = building.right(first)
    said = text(answer(browser, first, right))
    assert right.explanation in said
    assert not LessonProgress.objects.get().done
    answer(browser, second, building.right(second))
    assert LessonProgress.objects.get().done
    assert Answer.objects.count() == 3


def test_the_same_answer_twice_is_one_try(cast, course):
    browser = joined(cast.lin_lan, course)
    question = course.lessons.get(kind="quiz").questions.first()
    for _ in range(2):
        answer(browser, question, building.wrong(question))
    assert Answer.objects.count() == 1


def test_the_answer_by_htmx_comes_in_parts(cast, course):
    browser = joined(cast.lin_lan, course)
    question = course.lessons.get(kind="quiz").questions.first()
    parts = text(answer(browser, question, building.right(question), HTTP_HX_REQUEST="true"))
    assert "<html" not in parts
    for part in ("quiz-choices", "quiz-said", "quiz-foot", "onward", "outline"):
        assert f'id="{part}"' in parts


@pytest.mark.parametrize("data", [{}, {"question": "x", "choice": "y"}, {"question": "", "choice": ""}])
def test_an_answer_that_names_nothing(cast, course, data):
    browser = joined(cast.lin_lan, course)
    refused = browser.post(url("lesson.answer", course.lessons.get(kind="quiz")), data)
    assert refused.status_code == 422
    assert "banner--husk" in text(refused)


def test_an_answer_to_another_question_is_refused(cast, course):
    browser = joined(cast.lin_lan, course)
    first, second = course.lessons.get(kind="quiz").questions.all()
    assert answer(browser, first, building.right(second)).status_code == 422
    assert not Answer.objects.exists()


def test_who_only_looks_changes_nothing(cast, course):
    browser = make.client(cast.lin_lan)
    for lesson in course.lessons.all():
        assert browser.get(url("lesson.show", lesson)).status_code == 200
    question = course.lessons.get(kind="quiz").questions.first()
    assert answer(browser, question, building.right(question)).status_code == 403
    assert not (Learner.objects.exists() or LessonProgress.objects.exists())


def test_the_last_lesson_brings_the_certificate_once(cast, course):
    browser = joined(cast.lin_lan, course)
    finish(browser, course)
    learner = Learner.objects.get(person=cast.lin_lan)
    assert learner.completed_at
    question = course.lessons.get(kind="quiz").questions.first()
    answer(browser, question, building.wrong(question))
    answer(browser, question, building.right(question))
    assert Certificate.objects.count() == 1
    assert Learner.objects.get(pk=learner.pk).completed_at == learner.completed_at


def test_two_guardians_each_get_their_own(cast, course):
    for who in (cast.lin_lan, cast.xu_heng):
        finish(joined(who, course), course)
    assert Certificate.objects.values("code").distinct().count() == 2


def test_a_course_taken_down_keeps_what_was_learned(cast, course):
    browser = joined(cast.lin_lan, course)
    read(browser, course.lessons.first())
    course.state = "suspended"
    course.save()
    assert browser.get(url("lesson.show", course.lessons.first())).status_code == 404
    assert course.title in text(browser.get(reverse("parents_school:learning.list")))


def test_a_lesson_renders_no_script(cast):
    course = building.course()
    bad = '<script>alert(1)</script><img src=x onerror=alert(1)> **好** <a href="javascript:alert(1)">x</a>'
    lesson = building.text_lesson(course, body=bad)
    page = text(make.client(cast.lin_lan).get(url("lesson.show", lesson)))
    assert "alert(1)" not in page
    assert "<strong>好</strong>" in page
