"""Every choice of the showcases."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    """From the plan to the archive (docs/domain.md, showcase)."""

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


class ScoreSheetState(models.TextChoices):
    """One juror's work on one entry."""

    OPEN = "open", _("To score")
    SUBMITTED = "submitted", _("Handed in")
    RECUSED = "recused", _("Stepped back")


class ScoreSheetKind(models.TextChoices):
    REGULAR = "regular", _("Regular")
    SUBSTITUTE = "substitute", _("Substitute")
    ARBITRATION = "arbitration", _("Arbitration")


class ObjectionState(models.TextChoices):
    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Being examined")
    DECLINED = "declined", _("Not taken up")
    DISMISSED = "dismissed", _("Award stands")
    UPHELD = "upheld", _("Award withdrawn")


class StepTaker(StrEnum):
    """Who takes a step. The lead's are taken by the district lead or by another manager."""

    MANAGER = "manager"
    LEAD = "lead"
    AUTHOR = "author"
    JUROR = "juror"
    SYSTEM = "system"
    """Nobody: it follows from another step."""


class ShowcaseAction(StrEnum):
    PUBLISH_CALL = "publish_call"
    OPEN_SUBMISSION = "open_submission"
    CLOSE_SUBMISSION = "close_submission"
    REOPEN_SUBMISSION = "reopen_submission"
    START_CHECK = "start_check"
    START_REVIEW = "start_review"
    CLOSE_SCORING = "close_scoring"
    PROPOSE_AWARDS = "propose_awards"
    TAKE_BACK_PROPOSAL = "take_back_proposal"
    CONFIRM_AWARDS = "confirm_awards"
    FINALIZE = "finalize"
    ISSUE_CERTIFICATES = "issue_certificates"
    ARCHIVE = "archive"


class EntryAction(StrEnum):
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    QUALIFY = "qualify"
    ASK_CORRECTION = "ask_correction"
    DISQUALIFY = "disqualify"
    RESUBMIT = "resubmit"
    ENTER_REVIEW = "enter_review"
    SCORE = "score"
    AWARD = "award"
    PASS_OVER = "pass_over"  # noqa: S105  # no password, an entry without award
    REVOKE = "revoke"
    WITHDRAW = "withdraw"


class ScoreSheetAction(StrEnum):
    HAND_IN = "hand_in"
    RECUSE = "recuse"
    UNLOCK = "unlock"


class ObjectionAction(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    DISMISS = "dismiss"
    UPHOLD = "uphold"


EDITABLE = (EntryState.DRAFT, EntryState.CORRECTION_REQUIRED)
COUNTED = (
    EntryState.SUBMITTED,
    EntryState.CORRECTION_REQUIRED,
    EntryState.QUALIFIED,
    EntryState.UNDER_REVIEW,
    EntryState.SCORED,
)
"""What counts for the quota of its school."""
SCORING = (ShowcaseState.BLIND_REVIEWING, ShowcaseState.SCORE_CONFIRMING)
ON_NOTICE = (
    ShowcaseState.PUBLIC_NOTICE,
    ShowcaseState.FINALIZED,
    ShowcaseState.CERTIFICATES_ISSUED,
    ShowcaseState.ARCHIVED,
)
"""States in which the proposed or final awards are open to everyone."""
PENDING = (ObjectionState.RECEIVED, ObjectionState.ACCEPTED)
"""An objection in these states holds its one entry back."""
OPEN_CALL = tuple(state for state in ShowcaseState if state != ShowcaseState.PLANNED)
