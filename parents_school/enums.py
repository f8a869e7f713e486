"""The choices of the parent school, and the one table of a course's life that services, buttons and tests read."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Need(models.TextChoices):
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


class Mover(models.TextChoices):
    """Who makes a move. Nobody reviews or publishes the own course, and the second review is somebody else's."""

    AUTHOR = "author", _("the author")
    REVIEWER = "reviewer", _("a reviewer who is not the author")
    DISTRICT = "district", _("the district")


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table. `complete` asks for lessons that are ready, `reason` for a sentence to the author."""

    source: CourseState
    action: str
    who: Mover
    target: CourseState
    label: str | Promise
    complete: bool = False
    reason: bool = False


S = CourseState
_BACK = _("Send back")

MOVES = (
    Move(S.PROPOSED, "approve_topic", Mover.DISTRICT, S.APPROVED_TOPIC, _("Approve the topic")),
    Move(S.PROPOSED, "decline_topic", Mover.DISTRICT, S.RETIRED, _("Decline the topic"), reason=True),
    Move(S.APPROVED_TOPIC, "start", Mover.AUTHOR, S.AUTHORING, _("Start writing")),
    Move(S.AUTHORING, "try_out", Mover.AUTHOR, S.TRIAL, _("Try it out")),
    Move(S.AUTHORING, "submit", Mover.AUTHOR, S.FIRST_REVIEW, _("Hand in for review"), complete=True),
    Move(S.TRIAL, "rewrite", Mover.AUTHOR, S.AUTHORING, _("Write on")),
    Move(S.TRIAL, "record", Mover.AUTHOR, S.RECORDING, _("Record it")),
    Move(S.TRIAL, "submit", Mover.AUTHOR, S.FIRST_REVIEW, _("Hand in for review"), complete=True),
    Move(S.RECORDING, "rewrite", Mover.AUTHOR, S.AUTHORING, _("Write on")),
    Move(S.RECORDING, "submit", Mover.AUTHOR, S.FIRST_REVIEW, _("Hand in for review"), complete=True),
    Move(
        S.FIRST_REVIEW, "pass_first", Mover.REVIEWER, S.SECOND_REVIEW, _("Pass: content and stage fit"), complete=True
    ),
    Move(S.FIRST_REVIEW, "reject", Mover.REVIEWER, S.AUTHORING, _BACK, reason=True),
    Move(
        S.SECOND_REVIEW,
        "pass_second",
        Mover.REVIEWER,
        S.FINAL_APPROVAL,
        _("Pass: privacy, portraits, copyright"),
        complete=True,
    ),
    Move(S.SECOND_REVIEW, "reject", Mover.REVIEWER, S.AUTHORING, _BACK, reason=True),
    Move(S.FINAL_APPROVAL, "publish", Mover.DISTRICT, S.PUBLISHED, _("Publish"), complete=True),
    Move(S.FINAL_APPROVAL, "reject", Mover.DISTRICT, S.AUTHORING, _BACK, reason=True),
    Move(S.PUBLISHED, "revise", Mover.AUTHOR, S.REVISING, _("Revise it")),
    Move(S.PUBLISHED, "suspend", Mover.DISTRICT, S.SUSPENDED, _("Take it down for now"), reason=True),
    Move(S.REVISING, "submit", Mover.AUTHOR, S.FIRST_REVIEW, _("Hand in for review"), complete=True),
    Move(S.SUSPENDED, "revise", Mover.AUTHOR, S.REVISING, _("Revise it")),
    Move(S.SUSPENDED, "reopen", Mover.DISTRICT, S.PUBLISHED, _("Put it up again"), complete=True),
    Move(S.SUSPENDED, "retire", Mover.DISTRICT, S.RETIRED, _("Retire it"), reason=True),
    Move(S.PUBLISHED, "retire", Mover.DISTRICT, S.RETIRED, _("Retire it"), reason=True),
)

# The author writes only here; from the first review on the content stands still.
EDITABLE = (S.PROPOSED, S.APPROVED_TOPIC, S.AUTHORING, S.TRIAL, S.RECORDING, S.REVISING)
# What other reviewers may read.
SUBMITTED = (S.FIRST_REVIEW, S.SECOND_REVIEW, S.FINAL_APPROVAL)


def moves_from(state: str) -> list[Move]:
    return [move for move in MOVES if move.source == state]


def find_move(state: str, action: str) -> Move | None:
    return next((move for move in MOVES if move.source == state and move.action == action), None)
