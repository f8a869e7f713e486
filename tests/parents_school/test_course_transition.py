"""Steps of a course by its page: buttons, refusals, notices."""

import pytest
from django.urls import reverse

from cocare.core.lifecycle import records_of
from cocare.core.models import AuditEvent
from cocare.notifications.models import Notification
from parents_school.enums import CourseState, CourseStepTaker
from parents_school.lifecycle import COMPLETE, TRANSITIONS
from parents_school.models import Course
from tests import factories as make

from . import building

pytestmark = pytest.mark.django_db


def post(who, course, action, reason="请再改一处"):
    url = reverse("parents_school:course.transition", args=[course.pk])
    return make.client(who).post(url, {"action": action, "reason": reason})


def state(course) -> str:
    return Course.objects.get(pk=course.pk).state


def people(cast, role):
    """Who takes the steps of a role for a course of team_member's, and some who don't."""
    return {
        CourseStepTaker.AUTHOR: (cast.team_member, [cast.team_lead, cast.district_staff]),
        CourseStepTaker.REVIEWER: (cast.team_lead, [cast.team_member, cast.lin_lan]),
        CourseStepTaker.DISTRICT: (cast.district_staff, [cast.team_member, cast.team_lead]),
    }[role]


def name_of(transition) -> str:
    return f"{transition.state}-{transition.action}"


@pytest.mark.parametrize("transition", TRANSITIONS, ids=name_of)
def test_every_line_of_the_table(cast, transition):
    right, wrong = people(cast, transition.who)
    course = building.full_course(author=cast.team_member, state=transition.state)
    for who in wrong:
        assert post(who, course, transition.action).status_code in (403, 404)
        assert state(course) == transition.state
    page = make.client(right).get(reverse("parents_school:authoring.show", args=[course.pk]))
    assert transition in page.context["transitions"]
    assert post(right, course, transition.action).status_code == 303
    assert state(course) == transition.next
    record = records_of(course).get()
    assert (record.before, record.action, record.after) == (transition.state, transition.action, transition.next)
    assert record.person_id == right.pk
    assert AuditEvent.objects.filter(verb=f"course.{transition.action}", subject_id=course.pk).count() == 1
    assert Notification.objects.filter(person=cast.team_member).exists() is (right != cast.team_member)


@pytest.mark.parametrize("transition", [line for line in TRANSITIONS if line.guards == COMPLETE], ids=name_of)
def test_a_course_without_lessons_stays_where_it_is(cast, transition):
    course = building.course(author=cast.team_member, state=transition.state)
    answer = post(people(cast, transition.who)[0], course, transition.action)
    assert answer.status_code == 409
    assert "还没有内容" in answer.content.decode()
    assert state(course) == transition.state


@pytest.mark.parametrize("transition", [line for line in TRANSITIONS if line.needs_reason], ids=name_of)
def test_no_without_a_sentence_is_not_taken(cast, transition):
    course = building.full_course(author=cast.team_member, state=transition.state)
    answer = post(people(cast, transition.who)[0], course, transition.action, reason="  ")
    assert answer.status_code == 422
    assert f'id="reason-{transition.action}-error"' in answer.content.decode()
    assert state(course) == transition.state


@pytest.mark.parametrize(
    ("action", "status"), [("publish", 409), ("delete", 409), ("", 422), ("x" * 99, 422), ("reject", 409)]
)
def test_what_is_not_in_the_table_can_not_be_done(cast, action, status):
    course = building.full_course(author=cast.team_member, state=CourseState.TRIAL)
    assert post(cast.district_staff, course, action).status_code == status
    assert state(course) == CourseState.TRIAL


def test_two_windows_make_one_step(cast):
    course = building.full_course(author=cast.team_member, state=CourseState.AUTHORING)
    assert [post(cast.team_member, course, "submit").status_code for _ in range(2)] == [303, 303]
    assert records_of(course).count() == 1


def test_published_is_seen_at_once_and_taken_down_too(cast):
    course = building.full_course(author=cast.team_member, state=CourseState.FINAL_APPROVAL)
    show = reverse("parents_school:course.show", args=[course.pk])
    assert make.client(cast.lin_lan).get(show).status_code == 404
    post(cast.district_staff, course, "publish")
    assert make.client(cast.lin_lan).get(show).status_code == 200
    post(cast.district_staff, course, "suspend")
    assert make.client(cast.lin_lan).get(show).status_code == 404


def test_who_loses_sight_of_it_goes_back_to_the_list(cast):
    course = building.full_course(author=cast.team_member, state=CourseState.FIRST_REVIEW)
    answer = post(cast.team_lead, course, "reject")
    assert answer["Location"] == reverse("parents_school:authoring.list")


def test_the_page_tells_what_happened_so_far(cast):
    course = building.full_course(author=cast.team_member, state=CourseState.FIRST_REVIEW)
    post(cast.team_lead, course, "reject", "第二课请再写一遍")
    page = make.client(cast.team_member).get(reverse("parents_school:authoring.show", args=[course.pk]))
    entry = page.context["history"][0]
    assert (entry.state, entry.person) == (CourseState.AUTHORING.label, cast.team_lead.name)
    assert "第二课请再写一遍" in page.content.decode()
