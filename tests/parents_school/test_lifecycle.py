"""The way of a course to families: the table as a whole, its guards, and who takes which step."""

from datetime import UTC, datetime

import pytest

from cocare.core.lifecycle import records_of
from cocare.people.enums import Role
from parents_school import lifecycle, presenters, services
from parents_school.enums import CourseAction, CourseState, CourseStepTaker
from parents_school.errors import CourseNotReady
from tests import factories as make
from tests.core.lifecycle_walk import walk

from . import building

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
REVIEWS = (CourseState.FIRST_REVIEW, CourseState.SECOND_REVIEW, CourseState.FINAL_APPROVAL)


def test_the_table_is_the_whole_truth(cast):
    def course_in(state):
        return building.course(author=cast.team_member, state=state, published_at=NOW)

    walk(
        lifecycle.COURSE,
        make=course_in,
        people={
            CourseStepTaker.AUTHOR: make.actor(cast.team_member),
            CourseStepTaker.REVIEWER: make.actor(cast.team_lead),
            CourseStepTaker.DISTRICT: make.actor(cast.district_staff),
        },
        also={CourseStepTaker.DISTRICT: [CourseStepTaker.REVIEWER]},
    )


def test_every_state_is_reached_and_left_but_the_last():
    reached = {CourseState.PROPOSED} | {transition.next for transition in lifecycle.TRANSITIONS}
    assert reached == set(CourseState)
    left = {transition.state for transition in lifecycle.TRANSITIONS}
    assert left == set(CourseState) - {CourseState.RETIRED}


def test_an_action_says_one_thing_in_one_state():
    steps = {(transition.state, transition.action) for transition in lifecycle.TRANSITIONS}
    assert len(steps) == len(lifecycle.TRANSITIONS)
    assert {action for _state, action in steps} == set(CourseAction)


def test_what_goes_on_to_families_is_complete():
    """Whatever leads to reviewers or families asks for complete lessons, whatever says no asks for a sentence."""
    for transition in lifecycle.TRANSITIONS:
        goes_on = transition.next in (*REVIEWS, CourseState.PUBLISHED)
        assert (transition.guards == lifecycle.COMPLETE) is goes_on, transition
        says_no = transition.action in ("decline_topic", "reject", "suspend", "retire")
        assert transition.needs_reason is says_no, transition


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
        (lambda course: course.lessons.get(kind="quiz").questions.first().choices.filter(right=False).delete(), "两个"),
        (lambda course: course.lessons.all().delete(), "还没有内容"),
    ],
)
def test_what_families_would_miss_is_said(cast, spoil, words):
    course = building.full_course(author=cast.team_member, state=CourseState.AUTHORING)
    spoil(course)
    with pytest.raises(CourseNotReady) as refusal:
        services.take_course_step(actor=make.actor(cast.team_member), course=course, action=CourseAction.SUBMIT)
    assert words in str(refusal.value.text)


def test_every_lesson_that_lacks_something_is_named(cast):
    course = building.full_course(author=cast.team_member, state=CourseState.AUTHORING)
    course.lessons.filter(kind="text").update(body="")
    course.lessons.get(kind="quiz").questions.all().delete()
    with pytest.raises(CourseNotReady) as refusal:
        services.take_course_step(actor=make.actor(cast.team_member), course=course, action=CourseAction.SUBMIT)
    assert all(words in str(refusal.value.text) for words in ("还没有正文", "还没有题目"))
    assert "还没有视频" not in str(refusal.value.text)


def open_actions(who, course) -> set[str]:
    return {transition.action for transition in lifecycle.COURSE.open_to(make.actor(who), course)}


def take(who, course, action, reason="请再改一处"):
    return services.take_course_step(actor=make.actor(who), course=course, action=action, reason=reason)


def test_the_second_review_is_somebody_elses(cast):
    course = building.full_course(author=cast.team_member, state=CourseState.FIRST_REVIEW)
    course = take(cast.team_lead, course, CourseAction.PASS_FIRST)
    assert open_actions(cast.team_lead, course) == set()
    other = make.post(Role.LECTURER, cast.school, "另一位讲师")
    assert open_actions(other, course) == {CourseAction.PASS_SECOND, CourseAction.REJECT}


def test_a_new_round_forgets_who_reviewed_before(cast):
    course = building.full_course(author=cast.team_member, state=CourseState.FIRST_REVIEW)
    course = take(cast.team_lead, course, CourseAction.PASS_FIRST)
    course = take(cast.district_staff, course, CourseAction.REJECT)
    course = take(cast.team_member, course, CourseAction.SUBMIT)
    assert CourseAction.PASS_FIRST in open_actions(cast.team_lead, course)


@pytest.mark.parametrize("state", ["first_review", "second_review", "final_approval", "proposed"])
def test_nobody_reviews_or_publishes_the_own_course(cast, state):
    course = building.full_course(author=cast.district_staff, state=state)
    assert open_actions(cast.district_staff, course) == set()


def test_the_record_keeps_who_and_why(cast):
    course = building.full_course(author=cast.team_member, state=CourseState.FIRST_REVIEW)
    take(cast.team_lead, course, CourseAction.REJECT, "第二课请再写一遍")
    record = records_of(course).get()
    assert (record.before, record.after) == (CourseState.FIRST_REVIEW, CourseState.AUTHORING)
    assert (record.person_id, record.reason) == (cast.team_lead.pk, "第二课请再写一遍")


def test_the_first_day_of_a_published_course_stays(cast):
    course = building.full_course(author=cast.team_member, state=CourseState.FINAL_APPROVAL)
    day = take(cast.district_staff, course, CourseAction.PUBLISH).published_at
    take(cast.district_staff, course, CourseAction.SUSPEND)
    assert take(cast.district_staff, course, CourseAction.REOPEN).published_at == day


@pytest.mark.parametrize("state", CourseState)
def test_every_state_stands_at_one_milestone(state):
    others = [state for others in lifecycle.MILESTONES.values() for state in others]
    assert [*lifecycle.MILESTONES, *others].count(state) == 1


@pytest.mark.parametrize(
    ("state", "published", "behind", "label"),
    [
        (CourseState.PROPOSED, False, 0, CourseState.PROPOSED),
        (CourseState.TRIAL, False, 1, CourseState.AUTHORING),
        (CourseState.SECOND_REVIEW, False, 3, CourseState.SECOND_REVIEW),
        (CourseState.SUSPENDED, True, 5, CourseState.PUBLISHED),
        (CourseState.RETIRED, True, 5, CourseState.PUBLISHED),
        (CourseState.RETIRED, False, 0, CourseState.PROPOSED),
    ],
)
def test_the_page_shows_how_far_a_course_has_come(cast, state, published, behind, label):
    course = building.course(author=cast.team_member, state=state, published_at=NOW if published else None)
    steps = presenters.course_progress(course)
    assert [step.state for step in steps] == ["done"] * behind + ["now"] + [""] * (5 - behind)
    assert steps[behind].label == str(label.label)
