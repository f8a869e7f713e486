"""Finding courses; what home and search offer; how many queries it takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parents_school import queries
from parents_school.enums import CourseNeed, CourseState
from tests import factories as make

from . import building

pytestmark = pytest.mark.django_db

LIST = reverse("parents_school:course.list")


def titles(reader, **query) -> set[str]:
    return {course.title for course in reader.get(LIST, query).context["page"]}


@pytest.fixture
def reader(cast):
    return make.client(cast.lin_lan)


def test_only_published_courses_are_there(reader):
    for state in CourseState.values:
        building.course(title=state, state=state)
    assert titles(reader) == {"published"}


def test_words_stage_and_need_narrow_it(reader):
    building.course(title="睡够十小时", stages=["primary"], need=CourseNeed.HABITS)
    building.course(title="选科之前", stages=["senior"], need=CourseNeed.FUTURE)
    building.text_lesson(
        building.course(title="别的", stages=["junior", "senior"], need=CourseNeed.TALK), title="十小时的秘密"
    )
    assert titles(reader, q="十小时") == {"睡够十小时", "别的"}
    assert titles(reader, stage="senior") == {"选科之前", "别的"}
    assert titles(reader, stage="senior", need="future") == {"选科之前"}
    assert titles(reader, q="没有这样的课") == set()


@pytest.mark.parametrize(
    "query", [{"stage": "x"}, {"need": "<b>"}, {"q": "x" * 900}, {"page": "-3"}, {"page": "abc"}, {"q": "%_'\"\\"}]
)
def test_an_address_that_makes_no_sense_shows_a_page(reader, query):
    building.course()
    assert reader.get(LIST, query).status_code == 200


def test_the_own_progress_stands_on_the_card(cast, reader):
    course = building.full_course()
    learner = building.joined(course, cast.lin_lan)
    lesson = course.lessons.first()
    learner.progress.create(lesson=lesson, opened_at=learner.enrolled_at, completed_at=learner.enrolled_at)
    assert "1 / 3 课" in reader.get(LIST).content.decode()
    assert "1 / 3 课" not in make.client(cast.xu_heng).get(LIST).content.decode()


def counted(reader, url) -> int:
    reader.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries_made:
        assert reader.get(url).status_code == 200
    return len(queries_made)


def test_lists_take_as_many_queries_for_thirty_as_for_one(cast, reader):
    lists = [reverse(f"parents_school:{name}") for name in ("course.list", "learning.list", "certificate.list")]

    def add(number):
        for _ in range(number):
            building.certificate(cast.lin_lan, building.course())
            building.joined(building.full_course(), cast.lin_lan)

    add(1)
    before = [counted(reader, url) for url in lists]
    add(29)
    assert [counted(reader, url) for url in lists] == before
    assert max(before) <= 20


def test_the_desk_takes_as_many_queries_for_thirty_as_for_one(cast):
    reader, url = make.client(cast.team_member), reverse("parents_school:authoring.list")
    building.full_course(author=cast.team_member)
    before = counted(reader, url)
    for _ in range(29):
        building.full_course(author=cast.team_member, state=CourseState.AUTHORING)
    assert counted(reader, url) == before


def test_a_course_takes_as_many_queries_for_thirty_lessons_as_for_one(cast, reader):
    course = building.course()
    lesson = building.text_lesson(course)
    building.joined(course, cast.lin_lan)
    urls = [
        reverse("parents_school:course.show", args=[course.pk]),
        reverse("parents_school:lesson.show", args=[lesson.pk]),
    ]
    before = [counted(reader, url) for url in urls]
    for _ in range(29):
        building.text_lesson(course)
    assert [counted(reader, url) for url in urls] == before


def test_a_quiz_takes_as_many_queries_for_thirty_questions_as_for_one(cast, reader):
    course = building.course()
    short, long = building.quiz_lesson(course, questions=1), building.quiz_lesson(course, questions=30)
    building.joined(course, cast.lin_lan)
    urls = [reverse("parents_school:lesson.show", args=[lesson.pk]) for lesson in (short, long)]
    assert counted(reader, urls[0]) == counted(reader, urls[1])


def test_home_offers_the_lesson_to_go_on_with(cast):
    course = building.full_course()
    learner, actor = building.joined(course, cast.lin_lan), make.actor(cast.lin_lan)
    first, second, third = course.lessons.all()
    learner.progress.create(lesson=first, opened_at=learner.enrolled_at, completed_at=learner.enrolled_at)
    (item,) = queries.today(actor)
    assert item.url == reverse("parents_school:lesson.show", args=[second.pk])
    assert item.minutes == second.minutes
    for lesson in (second, third):
        learner.progress.create(lesson=lesson, opened_at=learner.enrolled_at, completed_at=learner.enrolled_at)
    assert queries.today(actor) == []


def test_home_says_nothing_of_a_course_that_was_taken_down(cast):
    building.joined(building.full_course(state=CourseState.SUSPENDED), cast.lin_lan)
    assert queries.today(make.actor(cast.lin_lan)) == []


def test_search_finds_what_families_may_learn(cast):
    building.text_lesson(building.course(title="倾听"), title="停看应")
    building.course(title="倾听草稿", state=CourseState.AUTHORING)
    actor = make.actor(cast.lin_lan)
    assert [hit.title for hit in queries.search(actor, "倾听")] == ["倾听"]
    assert [hit.title for hit in queries.search(actor, "停看应")] == ["倾听"]
    assert queries.search(actor, "  ") == []
