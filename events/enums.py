"""Every choice of the room, and for each lifecycle ONE transition table that services, buttons and tests read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cocare.people.enums import Capacity

ENTERING = (Capacity.TEACHER, Capacity.PRINCIPAL, Capacity.TEAM, Capacity.COMMUNITY)


class TrackKind(models.TextChoices):
    KINDERGARTEN = "kindergarten", _("Kindergarten")
    PRIMARY = "primary", _("Primary school")
    JUNIOR = "junior", _("Junior high school")
    SENIOR = "senior", _("Senior high school")
    COMMUNITY = "community", _("Community")


TRACK_CODES = {
    TrackKind.KINDERGARTEN: "YE",
    TrackKind.PRIMARY: "XX",
    TrackKind.JUNIOR: "CZ",
    TrackKind.SENIOR: "GZ",
    TrackKind.COMMUNITY: "SQ",
}


class Level(models.TextChoices):
    FIRST = "1", _("First prize")
    SECOND = "2", _("Second prize")
    THIRD = "3", _("Third prize")


class ShowcaseState(models.TextChoices):
    """The twelve states of DOMAIN.md 3d."""

    PLANNED = "planned", _("Being prepared")
    CALL_PUBLISHED = "call_published", _("Call published")
    SUBMISSION_OPEN = "submission_open", _("Open for entries")
    SUBMISSION_CLOSED = "submission_closed", _("Entries closed")
    QUALIFICATION_CHECKING = "qualification_checking", _("Checking entries")
    BLIND_REVIEWING = "blind_reviewing", _("Blind review")
    SCORE_CONFIRMING = "score_confirming", _("Confirming scores")
    AWARD_PROPOSED = "award_proposed", _("Awards proposed")
    PUBLIC_NOTICE = "public_notice", _("Public notice")
    FINALIZED = "finalized", _("Result final")
    CERTIFICATES_ISSUED = "certificates_issued", _("Certificates issued")
    ARCHIVED = "archived", _("Archived")


class EntryState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "school_submitted", _("Sent in")
    CORRECTION_REQUIRED = "correction_required", _("To be repaired")
    QUALIFIED = "qualified", _("Qualified")
    DISQUALIFIED = "disqualified", _("Not admitted")
    UNDER_REVIEW = "under_review", _("In review")
    SCORED = "scored", _("Scored")
    AWARDED = "awarded", _("Awarded")
    NOT_AWARDED = "not_awarded", _("No award")
    WITHDRAWN = "withdrawn", _("Withdrawn by the school")
    REVOKED = "revoked", _("Award revoked")


class SheetState(models.TextChoices):
    """One juror's work on one entry."""

    OPEN = "open", _("To score")
    SUBMITTED = "submitted", _("Handed in")
    RECUSED = "recused", _("Stepped back")


class SheetKind(models.TextChoices):
    REGULAR = "regular", _("Regular")
    SUBSTITUTE = "substitute", _("Substitute")
    ARBITRATION = "arbitration", _("Arbitration")


class ObjectionState(models.TextChoices):
    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Being examined")
    DECLINED = "declined", _("Not taken up")
    DISMISSED = "dismissed", _("Award stands")
    UPHELD = "upheld", _("Award withdrawn")


class Who(models.TextChoices):
    """Who takes a step. `lead` is the district lead or another manager; `system` follows from another step."""

    MANAGER = "manager", _("district staff")
    LEAD = "lead", _("district lead")
    AUTHOR = "author", _("author")
    JUROR = "juror", _("jury member")
    SYSTEM = "system", _("follows by itself")


@dataclass(frozen=True, slots=True)
class Move:
    """One line of a lifecycle: in `state`, `action` by `who` leads to `next`, while every guard holds.

    Guards are names of functions in services/guards.py.
    """

    state: str
    action: str
    who: Who
    next: str
    guards: tuple[str, ...] = ()
    label: str | Promise = ""


S, E, A, P = ShowcaseState, EntryState, SheetState, ObjectionState

SHOWCASE_MOVES = (
    Move(S.PLANNED, "publish_call", Who.MANAGER, S.CALL_PUBLISHED,
         ("call_is_complete", "call_is_long_enough"), _("Publish the call")),
    Move(S.CALL_PUBLISHED, "open_submission", Who.MANAGER, S.SUBMISSION_OPEN,
         ("opening_has_come", "deadline_is_ahead"), _("Open for entries")),
    Move(S.SUBMISSION_OPEN, "close_submission", Who.MANAGER, S.SUBMISSION_CLOSED,
         ("deadline_has_passed",), _("Close entries")),
    Move(S.SUBMISSION_CLOSED, "reopen_submission", Who.MANAGER, S.SUBMISSION_OPEN,
         ("deadline_is_ahead",), _("Open again until the new deadline")),
    Move(S.SUBMISSION_CLOSED, "start_check", Who.MANAGER, S.QUALIFICATION_CHECKING,
         ("deadline_has_passed",), _("Start checking entries")),
    Move(S.QUALIFICATION_CHECKING, "start_review", Who.MANAGER, S.BLIND_REVIEWING,
         ("every_entry_is_checked", "every_entry_has_jurors"), _("Start the blind review")),
    Move(S.BLIND_REVIEWING, "close_scoring", Who.MANAGER, S.SCORE_CONFIRMING,
         ("every_sheet_is_in",), _("Close scoring")),
    Move(S.SCORE_CONFIRMING, "propose_awards", Who.MANAGER, S.AWARD_PROPOSED,
         ("every_sheet_is_in", "no_dispersion_is_open", "no_tie_is_open"), _("Propose these awards")),
    Move(S.AWARD_PROPOSED, "take_back_proposal", Who.MANAGER, S.SCORE_CONFIRMING,
         (), _("Take the proposal back")),
    Move(S.AWARD_PROPOSED, "confirm_awards", Who.LEAD, S.PUBLIC_NOTICE,
         ("a_second_person_confirms", "snapshot_is_unchanged"), _("Confirm and start the public notice")),
    Move(S.PUBLIC_NOTICE, "finalize", Who.MANAGER, S.FINALIZED,
         ("notice_is_over",), _("Make the result final")),
    Move(S.FINALIZED, "issue_certificates", Who.MANAGER, S.CERTIFICATES_ISSUED,
         (), _("Issue certificates")),
    Move(S.CERTIFICATES_ISSUED, "archive", Who.MANAGER, S.ARCHIVED,
         ("no_objection_is_open",), _("Archive")),
)  # fmt: skip

ENTRY_MOVES = (
    Move(E.DRAFT, "submit", Who.AUTHOR, E.SUBMITTED,
         ("submission_is_open", "entry_is_complete", "place_is_left"), _("Send in")),
    Move(E.SUBMITTED, "take_back", Who.AUTHOR, E.DRAFT, ("submission_is_open",), _("Take back to change it")),
    Move(E.SUBMITTED, "qualify", Who.MANAGER, E.QUALIFIED, ("checking_is_on",), _("Admit")),
    Move(E.SUBMITTED, "ask_correction", Who.MANAGER, E.CORRECTION_REQUIRED,
         ("checking_is_on", "first_correction"), _("Send back for repair")),
    Move(E.SUBMITTED, "disqualify", Who.MANAGER, E.DISQUALIFIED, ("checking_is_on",), _("Do not admit")),
    Move(E.CORRECTION_REQUIRED, "resubmit", Who.AUTHOR, E.SUBMITTED,
         ("checking_is_on", "correction_is_in_time", "entry_is_complete"), _("Send in again")),
    Move(E.CORRECTION_REQUIRED, "disqualify", Who.MANAGER, E.DISQUALIFIED,
         ("checking_is_on", "correction_is_overdue"), _("Do not admit")),
    Move(E.QUALIFIED, "enter_review", Who.SYSTEM, E.UNDER_REVIEW, (), _("Enter the review")),
    Move(E.UNDER_REVIEW, "score", Who.SYSTEM, E.SCORED, (), _("Scoring is over")),
    Move(E.SCORED, "award", Who.SYSTEM, E.AWARDED, (), _("Give the award")),
    Move(E.SCORED, "pass_over", Who.SYSTEM, E.NOT_AWARDED, (), _("No award")),
    Move(E.AWARDED, "revoke", Who.SYSTEM, E.REVOKED, (), _("Take the award back")),
    Move(E.DRAFT, "withdraw", Who.AUTHOR, E.WITHDRAWN, (), _("Withdraw the work")),
    Move(E.SUBMITTED, "withdraw", Who.AUTHOR, E.WITHDRAWN, (), _("Withdraw the work")),
    Move(E.CORRECTION_REQUIRED, "withdraw", Who.AUTHOR, E.WITHDRAWN, (), _("Withdraw the work")),
    Move(E.QUALIFIED, "withdraw", Who.AUTHOR, E.WITHDRAWN, (), _("Withdraw the work")),
)  # fmt: skip

SHEET_MOVES = (
    Move(A.OPEN, "hand_in", Who.JUROR, A.SUBMITTED,
         ("scoring_is_on", "sheet_is_complete"), _("Hand in")),
    Move(A.OPEN, "recuse", Who.JUROR, A.RECUSED, ("scoring_is_on",), _("Step back from this entry")),
    Move(A.SUBMITTED, "unlock", Who.LEAD, A.OPEN, ("scoring_is_on",), _("Unlock")),
)  # fmt: skip

OBJECTION_MOVES = (
    Move(P.RECEIVED, "accept", Who.MANAGER, P.ACCEPTED, (), _("Take up")),
    Move(P.RECEIVED, "decline", Who.MANAGER, P.DECLINED, (), _("Do not take up")),
    Move(P.ACCEPTED, "dismiss", Who.MANAGER, P.DISMISSED, (), _("The award stands")),
    Move(P.ACCEPTED, "uphold", Who.MANAGER, P.UPHELD, (), _("Withdraw the award")),
)

EDITABLE = (E.DRAFT, E.CORRECTION_REQUIRED)
COUNTED = (E.SUBMITTED, E.CORRECTION_REQUIRED, E.QUALIFIED, E.UNDER_REVIEW, E.SCORED)
"""What takes one of a school's places."""
SCORING = (S.BLIND_REVIEWING, S.SCORE_CONFIRMING)
ON_NOTICE = (S.PUBLIC_NOTICE, S.FINALIZED, S.CERTIFICATES_ISSUED, S.ARCHIVED)
"""States in which the proposed or final awards are open to everyone."""
PENDING = (P.RECEIVED, P.ACCEPTED)
"""An objection in these states holds its one entry back."""
OPEN_CALL = tuple(state for state in S if state != S.PLANNED)


class Stated(Protocol):
    state: str


def moves_from(table: Iterable[Move], state: str) -> list[Move]:
    """The steps that leave a state."""
    return [move for move in table if move.state == state]


def find_move(table: Iterable[Move], state: str, action: str) -> Move | None:
    """The one line for an action in a state, if there is one."""
    return next((move for move in table if move.state == state and move.action == action), None)
