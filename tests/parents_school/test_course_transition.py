"""A course's way to families: every line of the table, who may make it and who may not."""

import pytest
from django.urls import reverse

from cocare.core.models import AuditEvent
from cocare.notifications.models import Notification
from cocare.people.enums import Role
from parents_school.enums import MOVES, CourseState, Mover, moves_from
from parents_school.models import Course, CourseMove
from tests import factories as make

from . import building

pytestmark = pytest.mark.django_db


def post(who, course, action, reason="请再改一处"):
    url = reverse("parents_school:course.transition", args=[course.pk])
    return make.client(who).post(url, {"action": action, "reason": reason})


def state(course) -> str:
    return Course.objects.get(pk=course.pk).state


def movers(cast):
    """Who may make the moves of each kind, and who may not, for a course of team_member's."""
    return {
        Mover.AUTHOR: (cast.team_member, [cast.team_lead, cast.district_staff]),
        Mover.REVIEWER: (cast.team_lead, [cast.team_member, cast.lin_lan]),
        Mover.DISTRICT: (cast.district_staff, [cast.team_member, cast.team_lead]),
    }


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.source}-{move.action}")
def test_every_line_of_the_table(cast, move):
    right, wrong = movers(cast)[move.who]
    course = building.full_course(author=cast.team_member, state=move.source)
    for who in wrong:
        assert post(who, course, move.action).status_code in (403, 404)
        assert state(course) == move.source
    buttons = make.client(right).get(reverse("parents_school:authoring.show", args=[course.pk])).context["open_moves"]
    assert move in buttons
    assert post(right, course, move.action).status_code == 302
    assert state(course) == move.target
    kept = CourseMove.objects.get(course=course)
    assert (kept.source, kept.action, kept.target, kept.person) == (move.source, move.action, move.target, right)
    assert AuditEvent.objects.filter(verb=f"course.{move.action}", subject_id=course.pk).count() == 1
    assert Notification.objects.filter(person=cast.team_member).exists() is (right != cast.team_member)


@pytest.mark.parametrize(
    "move", [move for move in MOVES if move.complete], ids=lambda move: f"{move.source}-{move.action}"
)
def test_a_course_without_lessons_stays_where_it_is(cast, move):
    course = building.course(author=cast.team_member, state=move.source)
    answer = post(movers(cast)[move.who][0], course, move.action)
    assert answer.status_code == 422
    assert "还没有内容" in answer.content.decode()
    assert state(course) == move.source


@pytest.mark.parametrize(
    "move", [move for move in MOVES if move.reason], ids=lambda move: f"{move.source}-{move.action}"
)
def test_no_without_a_sentence_is_not_taken(cast, move):
    course = building.full_course(author=cast.team_member, state=move.source)
    answer = post(movers(cast)[move.who][0], course, move.action, reason="  ")
    assert answer.status_code == 422
    assert state(course) == move.source


@pytest.mark.parametrize("state_name", CourseState.values)
def test_what_is_not_in_the_table_can_not_be_done(cast, state_name):
    course = building.full_course(author=cast.team_member, state=state_name)
    others = {move.action for move in MOVES} - {move.action for move in moves_from(state_name)}
    browser, url = make.client(cast.district_staff), reverse("parents_school:course.transition", args=[course.pk])
    for action in [*others, "", "x" * 99, "delete"]:
        assert browser.post(url, {"action": action, "reason": "x"}).status_code == 422
    assert state(course) == state_name


def test_every_state_is_reached_and_left_but_the_last():
    reached = {CourseState.PROPOSED} | {move.target for move in MOVES}
    assert reached == set(CourseState)
    assert {move.source for move in MOVES} == set(CourseState) - {CourseState.RETIRED}


def test_an_action_says_one_thing_in_one_state():
    assert len({(move.source, move.action) for move in MOVES}) == len(MOVES)


def test_the_second_review_is_somebody_elses(cast):
    course = building.full_course(author=cast.team_member, state=CourseState.FIRST_REVIEW)
    post(cast.team_lead, course, "pass_first")
    assert post(cast.team_lead, course, "pass_second").status_code == 403
    other = make.post(Role.LECTURER, cast.school, "另一位讲师")
    assert post(other, course, "pass_second").status_code == 302
    assert state(course) == CourseState.FINAL_APPROVAL


def test_a_new_round_forgets_who_reviewed_before(cast):
    course = building.full_course(author=cast.team_member, state=CourseState.FIRST_REVIEW)
    post(cast.team_lead, course, "pass_first")
    post(cast.district_staff, course, "reject")
    post(cast.team_member, course, "submit")
    assert post(cast.team_lead, course, "pass_first").status_code == 302


def test_nobody_reviews_or_publishes_the_own_course(cast):
    for where, action in (("first_review", "pass_first"), ("final_approval", "publish"), ("proposed", "approve_topic")):
        course = building.full_course(author=cast.district_staff, state=where)
        assert post(cast.district_staff, course, action).status_code == 403


def test_two_windows_make_one_step(cast):
    course = building.full_course(author=cast.team_member, state=CourseState.AUTHORING)
    assert [post(cast.team_member, course, "submit").status_code for _ in range(2)] == [302, 422]
    assert CourseMove.objects.count() == 1


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda course: course.lessons.filter(kind="text").update(body=" "), "还没有正文"),
        (lambda course: course.lessons.filter(kind="video").update(seconds=0), "还没有视频"),
        (lambda course: course.lessons.filter(kind="video").update(captions=""), "还没有字幕"),
        (lambda course: course.lessons.get(kind="quiz").questions.all().delete(), "还没有题目"),
        (
            lambda course: course.lessons.get(kind="quiz").questions.first().choices.update(right=False),
            "其中一个是对的",
        ),
    ],
)
def test_what_families_would_miss_is_said(cast, spoil, words):
    course = building.full_course(author=cast.team_member, state=CourseState.AUTHORING)
    spoil(course)
    assert words in post(cast.team_member, course, "submit").content.decode()


def test_published_is_seen_at_once_and_keeps_its_first_day(cast):
    course = building.full_course(author=cast.team_member, state=CourseState.FINAL_APPROVAL)
    show = reverse("parents_school:course.show", args=[course.pk])
    assert make.client(cast.lin_lan).get(show).status_code == 404
    post(cast.district_staff, course, "publish")
    assert make.client(cast.lin_lan).get(show).status_code == 200
    day = Course.objects.get(pk=course.pk).published_at
    post(cast.district_staff, course, "suspend")
    assert make.client(cast.lin_lan).get(show).status_code == 404
    post(cast.district_staff, course, "reopen")
    assert Course.objects.get(pk=course.pk).published_at == day
