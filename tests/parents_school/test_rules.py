"""Each predicate of the parent school, for people whom it holds for and people whom it doesn't."""

from pathlib import Path

import pytest

from cocare.core.access import ANONYMOUS, Rule, visible
from cocare.files.models import File
from cocare.people.enums import Capacity
from parents_school import services
from parents_school.enums import CourseAction, CourseState
from parents_school.models import Certificate, Choice, Course, Learner, Lesson, Question
from parents_school.rules import predicates as rules
from tests import factories as make

from . import building

pytestmark = pytest.mark.django_db

PEOPLE = ("lin_lan", "xu_heng", "team_member", "team_lead", "district_staff", "stranger")


def who_has(cast, model, rule) -> set[str]:
    """The people for whom the rule holds on some row of the model; everybody's course is the only one there is."""
    return {name for name in PEOPLE if visible(model, make.actor(getattr(cast, name)), rule).exists()}


def course_in(cast, state) -> Course:
    return building.full_course(author=cast.team_member, state=state)


@pytest.mark.parametrize(
    ("rule", "state", "people"),
    [
        (rules.is_published, CourseState.PUBLISHED, set(PEOPLE)),
        (rules.is_published, CourseState.FINAL_APPROVAL, set()),
        (rules.is_writable, CourseState.TRIAL, set(PEOPLE)),
        (rules.is_writable, CourseState.FIRST_REVIEW, set()),
        (rules.is_author, CourseState.AUTHORING, {"team_member"}),
        (rules.is_not_author, CourseState.AUTHORING, set(PEOPLE) - {"team_member"}),
        (rules.is_submitted, CourseState.SECOND_REVIEW, {"team_member", "team_lead", "district_staff"}),
        (rules.is_submitted, CourseState.AUTHORING, set()),
        (rules.is_of_district, CourseState.AUTHORING, {"district_staff"}),
        (rules.works_on_course, CourseState.AUTHORING, {"team_member", "district_staff"}),
        (rules.works_on_course, CourseState.FIRST_REVIEW, {"team_member", "team_lead", "district_staff"}),
        (rules.sees_course, CourseState.PUBLISHED, set(PEOPLE)),
        (rules.sees_course, CourseState.AUTHORING, {"team_member", "district_staff"}),
        (rules.edits_course, CourseState.AUTHORING, {"team_member"}),
        (rules.edits_course, CourseState.FIRST_REVIEW, set()),
        (rules.reviews_course, CourseState.FIRST_REVIEW, {"team_lead", "district_staff"}),
        (rules.reviews_course, CourseState.PUBLISHED, set()),
        (rules.decides_course, CourseState.PUBLISHED, {"district_staff"}),
    ],
)
def test_rules_on_a_course(cast, rule, state, people):
    course_in(cast, state)
    assert who_has(cast, Course, rule) == people


@pytest.mark.parametrize(
    ("model", "rule", "state", "people"),
    [
        (Lesson, rules.sees_lesson, CourseState.AUTHORING, {"team_member", "district_staff"}),
        (Lesson, rules.works_on_lesson, CourseState.PUBLISHED, {"team_member", "district_staff"}),
        (Lesson, rules.edits_lesson, CourseState.AUTHORING, {"team_member"}),
        (Question, rules.sees_question, CourseState.PUBLISHED, set(PEOPLE)),
        (Question, rules.works_on_question, CourseState.AUTHORING, {"team_member", "district_staff"}),
        (Question, rules.edits_question, CourseState.FIRST_REVIEW, set()),
        (Question, rules.edits_question, CourseState.REVISING, {"team_member"}),
        (Choice, rules.sees_choice, CourseState.AUTHORING, {"team_member", "district_staff"}),
        (File, rules.sees_video, CourseState.AUTHORING, {"team_member", "district_staff"}),
        (File, rules.sees_video, CourseState.PUBLISHED, set(PEOPLE)),
    ],
)
def test_rules_on_what_a_course_holds(cast, model, rule, state, people):
    course_in(cast, state)
    assert who_has(cast, model, rule) == people


def test_who_learns_a_course(cast):
    course = course_in(cast, CourseState.PUBLISHED)
    building.joined(course, cast.lin_lan)
    assert who_has(cast, Course, rules.is_learner) == {"lin_lan"}
    assert who_has(cast, Lesson, rules.learns_lesson) == {"lin_lan"}
    assert who_has(cast, Learner, rules.is_own) == {"lin_lan"}
    course.state = CourseState.SUSPENDED
    course.save()
    assert who_has(cast, Course, rules.is_learner) == {"lin_lan"}
    assert who_has(cast, Lesson, rules.learns_lesson) == set()


def test_who_has_reviewed_this_round(cast):
    course = course_in(cast, CourseState.FIRST_REVIEW)
    reviewer = make.actor(cast.team_lead)
    services.take_course_step(actor=reviewer, course=course, action=CourseAction.PASS_FIRST)
    assert who_has(cast, Course, rules.has_not_reviewed) == set(PEOPLE) - {"team_lead"}


def test_certificates_are_seen_by_their_owner_and_withdrawn_by_the_district(cast):
    building.certificate(cast.lin_lan)
    assert who_has(cast, Certificate, rules.is_own) == {"lin_lan"}
    assert who_has(cast, Certificate, rules.any_certificate) == {"district_staff"}


def test_who_is_also_a_parent_decides_nothing_as_one(cast):
    course_in(cast, CourseState.FIRST_REVIEW)
    make.guardian(cast.xiaoman, who=cast.district_staff)
    as_parent = make.actor(cast.district_staff, Capacity.GUARDIAN)
    for rule in (rules.works_on_course, rules.reviews_course, rules.decides_course):
        assert not visible(Course, as_parent, rule).exists()


def test_who_is_not_signed_in_sees_nothing(cast):
    building.certificate(cast.lin_lan)
    course_in(cast, CourseState.PUBLISHED)
    assert not visible(Course, ANONYMOUS, rules.sees_course).exists()
    assert not visible(Certificate, ANONYMOUS, rules.is_own).exists()


def test_every_predicate_stands_above():
    source = Path(__file__).read_text(encoding="utf-8")
    named = {name for name, value in vars(rules).items() if isinstance(value, Rule)} - {"signed_in"}
    assert not {name for name in named if f"rules.{name}" not in source}
