"""The demo's parent school: published courses with their way behind them, two on their way, people who learn."""

import pytest

from cocare.core import clock
from cocare.core.lifecycle import records_of
from cocare.people import demo as people
from cocare.people.enums import Capacity
from cocare.people.seeding.cast import DISTRICT_STAFF, LIN_LAN, TEAM_MEMBER, WANG_XIUZHEN
from parents_school import demo, lifecycle, queries
from parents_school.enums import CourseAction, CourseState
from parents_school.models import Certificate, Course, Learner
from parents_school.seeding.catalogue import COURSES

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    district = people.build(clock.now())
    demo.seed(district)
    return district


def test_every_course_has_come_the_whole_way(district):
    published = Course.objects.filter(state=CourseState.PUBLISHED)
    assert published.count() == len(COURSES)
    for course in published:
        steps = list(records_of(course).order_by("at"))
        assert [step.action for step in steps][-1] == CourseAction.PUBLISH
        assert all(step.after == following.before for step, following in zip(steps, steps[1:], strict=False))
        assert all(lifecycle.missing_content(lesson) == "" for lesson in queries.lessons_with_content(course))
        reviewers = {step.person_id for step in steps if step.action.startswith("pass")}
        assert len(reviewers) == 2
        assert course.author_id not in reviewers


def test_somebody_has_something_to_review(district):
    waiting = Course.objects.get(state=CourseState.FIRST_REVIEW)
    reviewer = district.actor(district.person(TEAM_MEMBER), Capacity.TEAM)
    assert [step.action for step in lifecycle.COURSE.open_to(reviewer, waiting)] == ["pass_first", "reject"]
    staff = district.actor(district.person(DISTRICT_STAFF), Capacity.DISTRICT)
    assert queries.course_history(staff, waiting)[0].person == waiting.author.name


def test_people_learn(district):
    mother = district.actor(district.person(LIN_LAN), Capacity.GUARDIAN)
    outline = queries.course_outline(mother, Course.objects.get(title="作业时间到底谁负责"))
    assert (outline.done, outline.next.seen_to) == (1, "0:21")
    assert Certificate.objects.filter(person=district.person(WANG_XIUZHEN)).exists()
    assert Learner.objects.count() > 100
    assert not Learner.objects.filter(active_at__gt=district.now).exists()
