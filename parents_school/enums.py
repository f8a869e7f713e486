"""The choices of the parent school."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CourseNeed(models.TextChoices):
    """What a course helps with. A family picks it; nobody is ever given one."""

    START = "start", _("starting school")
    HABITS = "habits", _("daily habits and homework")
    TALK = "talk", _("talking and feelings")
    READING = "reading", _("reading together")
    SCREENS = "screens", _("screens")
    SAFETY = "safety", _("safety")
    TEENS = "teens", _("growing up")
    APART = "apart", _("parents apart")
    ELDERS = "elders", _("grandparents")
    DISTANCE = "distance", _("from far away")
    FUTURE = "future", _("looking ahead")
    LAW = "law", _("law and policy")


class LessonKind(models.TextChoices):
    TEXT = "text", pgettext_lazy("lesson", "text")
    VIDEO = "video", pgettext_lazy("lesson", "video")
    QUIZ = "quiz", pgettext_lazy("lesson", "quiz")


class CourseState(models.TextChoices):
    """Where a course stands (district's order of work for parent school courses)."""

    PROPOSED = "proposed", _("topic proposed")
    APPROVED_TOPIC = "approved_topic", _("topic approved")
    AUTHORING = "authoring", _("being written")
    TRIAL = "trial", _("trial lesson")
    RECORDING = "recording", _("being recorded")
    FIRST_REVIEW = "first_review", _("first review")
    SECOND_REVIEW = "second_review", _("second review")
    FINAL_APPROVAL = "final_approval", _("final approval")
    PUBLISHED = "published", _("published")
    REVISING = "revising", _("being revised")
    SUSPENDED = "suspended", _("suspended")
    RETIRED = "retired", _("retired")


class CourseStepTaker(models.TextChoices):
    """Who takes a step of a course."""

    AUTHOR = "author", _("the author")
    REVIEWER = "reviewer", _("a reviewer who is not the author")
    DISTRICT = "district", _("the district")


class CourseAction(StrEnum):
    """The steps of a course; lifecycle.py says which leads where."""

    APPROVE_TOPIC = "approve_topic"
    DECLINE_TOPIC = "decline_topic"
    START = "start"
    TRY_OUT = "try_out"
    REWRITE = "rewrite"
    RECORD = "record"
    SUBMIT = "submit"
    PASS_FIRST = "pass_first"  # noqa: S105  # a review, no password
    PASS_SECOND = "pass_second"  # noqa: S105  # as above
    REJECT = "reject"
    PUBLISH = "publish"
    REVISE = "revise"
    SUSPEND = "suspend"
    REOPEN = "reopen"
    RETIRE = "retire"


REVIEW_ACTIONS = (CourseAction.PASS_FIRST, CourseAction.PASS_SECOND)

# The author writes only here; from the first review on the content stands still.
WRITABLE_STATES = (
    CourseState.PROPOSED,
    CourseState.APPROVED_TOPIC,
    CourseState.AUTHORING,
    CourseState.TRIAL,
    CourseState.RECORDING,
    CourseState.REVISING,
)
# Other reviewers read a course here.
SUBMITTED_STATES = (CourseState.FIRST_REVIEW, CourseState.SECOND_REVIEW, CourseState.FINAL_APPROVAL)
