"""The lifecycles of showcase, entry, score sheet and objection (docs/domain.md, showcase).

Services take their steps, pages draw their buttons from them, and `lifecycle_walk` in the tests walks all of them.
"""

from django.utils.translation import gettext_lazy as _

from cocare.core.lifecycle import Lifecycle, Step, Transition

from . import guards, locking, notices, rules
from .enums import (
    EntryAction,
    EntryState,
    ObjectionAction,
    ObjectionState,
    ScoreSheetAction,
    ScoreSheetState,
    ShowcaseAction,
    ShowcaseState,
    StepTaker,
)
from .live import bump_board, bump_progress
from .models import Entry, Objection, ScoreSheet, Showcase


def _publish_showcase_step(step: Step[Showcase]) -> None:
    bump_board(step.subject, "showcase.moved", state=step.subject.state)


def _publish_entry_step(step: Step[Entry]) -> None:
    if step.transition.who == StepTaker.MANAGER:
        notices.notify_authors(step.subject)
    bump_board(step.subject.showcase, "entry.moved", state=step.subject.state)


PROGRESS_CHANGES = {
    ScoreSheetAction.HAND_IN: "score.submitted",
    ScoreSheetAction.RECUSE: "jury.changed",
    ScoreSheetAction.UNLOCK: "score.unlocked",
}


def _publish_score_sheet_step(step: Step[ScoreSheet]) -> None:
    bump_progress(step.subject.entry, PROGRESS_CHANGES[ScoreSheetAction(step.transition.action)])


def _publish_objection_step(step: Step[Objection]) -> None:
    bump_board(step.subject.entry.showcase, "objection.answered", state=step.subject.state)


S, E, A, P = ShowcaseState, EntryState, ScoreSheetState, ObjectionState
MANAGER, LEAD, AUTHOR, JUROR, SYSTEM = (
    StepTaker.MANAGER, StepTaker.LEAD, StepTaker.AUTHOR, StepTaker.JUROR, StepTaker.SYSTEM,
)  # fmt: skip

SHOWCASE = Lifecycle(
    Showcase,
    (
        Transition(S.PLANNED, ShowcaseAction.PUBLISH_CALL, MANAGER, S.CALL_PUBLISHED,
                   (guards.call_is_complete, guards.call_is_long_enough), _("Publish the call")),
        Transition(S.CALL_PUBLISHED, ShowcaseAction.OPEN_SUBMISSION, MANAGER, S.SUBMISSION_OPEN,
                   (guards.opening_has_come, guards.deadline_is_ahead), _("Open for entries")),
        Transition(S.SUBMISSION_OPEN, ShowcaseAction.CLOSE_SUBMISSION, MANAGER, S.SUBMISSION_CLOSED,
                   (guards.deadline_has_passed,), _("Close entries")),
        Transition(S.SUBMISSION_CLOSED, ShowcaseAction.REOPEN_SUBMISSION, MANAGER, S.SUBMISSION_OPEN,
                   (guards.deadline_is_ahead,), _("Open again until the new deadline")),
        Transition(S.SUBMISSION_CLOSED, ShowcaseAction.START_CHECK, MANAGER, S.QUALIFICATION_CHECKING,
                   (guards.deadline_has_passed,), _("Start checking entries")),
        Transition(S.QUALIFICATION_CHECKING, ShowcaseAction.START_REVIEW, MANAGER, S.BLIND_REVIEWING,
                   (guards.every_entry_is_checked, guards.every_entry_has_jurors), _("Start the blind review")),
        Transition(S.BLIND_REVIEWING, ShowcaseAction.CLOSE_SCORING, MANAGER, S.SCORE_CONFIRMING,
                   (guards.every_sheet_is_in,), _("Close scoring")),
        Transition(S.SCORE_CONFIRMING, ShowcaseAction.PROPOSE_AWARDS, MANAGER, S.AWARD_PROPOSED,
                   (guards.every_sheet_is_in, guards.no_dispersion_is_open, guards.no_tie_is_open),
                   _("Propose these awards")),
        Transition(S.AWARD_PROPOSED, ShowcaseAction.TAKE_BACK_PROPOSAL, MANAGER, S.SCORE_CONFIRMING,
                   label=_("Take the proposal back")),
        Transition(S.AWARD_PROPOSED, ShowcaseAction.CONFIRM_AWARDS, LEAD, S.PUBLIC_NOTICE,
                   (guards.a_second_person_confirms, guards.snapshot_is_unchanged),
                   _("Confirm and start the public notice")),
        Transition(S.PUBLIC_NOTICE, ShowcaseAction.FINALIZE, MANAGER, S.FINALIZED,
                   (guards.notice_period_is_over,), _("Make the result final")),
        Transition(S.FINALIZED, ShowcaseAction.ISSUE_CERTIFICATES, MANAGER, S.CERTIFICATES_ISSUED,
                   label=_("Issue certificates")),
        Transition(S.CERTIFICATES_ISSUED, ShowcaseAction.ARCHIVE, MANAGER, S.ARCHIVED,
                   (guards.no_objection_is_open,), _("Archive")),
    ),
    actors={MANAGER: rules.manages, LEAD: rules.oversees},
    lock=locking.lock_showcase,
    publish=_publish_showcase_step,
    scope="pk",
)  # fmt: skip
"""The guards ask for AwardFacts."""

ENTRY = Lifecycle(
    Entry,
    (
        Transition(E.DRAFT, EntryAction.SUBMIT, AUTHOR, E.SUBMITTED,
                   (guards.submission_is_open, guards.entry_is_complete, guards.quota_is_left), _("Send in")),
        Transition(E.SUBMITTED, EntryAction.TAKE_BACK, AUTHOR, E.DRAFT,
                   (guards.submission_is_open,), _("Take back to change it")),
        Transition(E.SUBMITTED, EntryAction.QUALIFY, MANAGER, E.QUALIFIED, (guards.checking_is_on,), _("Admit")),
        Transition(E.SUBMITTED, EntryAction.ASK_CORRECTION, MANAGER, E.CORRECTION_REQUIRED,
                   (guards.checking_is_on, guards.first_correction), _("Send back for repair"), needs_reason=True),
        Transition(E.SUBMITTED, EntryAction.DISQUALIFY, MANAGER, E.DISQUALIFIED,
                   (guards.checking_is_on,), _("Do not admit"), needs_reason=True),
        Transition(E.CORRECTION_REQUIRED, EntryAction.RESUBMIT, AUTHOR, E.SUBMITTED,
                   (guards.checking_is_on, guards.correction_is_in_time, guards.entry_is_complete),
                   _("Send in again")),
        Transition(E.CORRECTION_REQUIRED, EntryAction.DISQUALIFY, MANAGER, E.DISQUALIFIED,
                   (guards.checking_is_on, guards.correction_is_overdue), _("Do not admit"), needs_reason=True),
        Transition(E.QUALIFIED, EntryAction.ENTER_REVIEW, SYSTEM, E.UNDER_REVIEW, label=_("Enter the review")),
        Transition(E.UNDER_REVIEW, EntryAction.SCORE, SYSTEM, E.SCORED, label=_("Scoring is over")),
        Transition(E.SCORED, EntryAction.AWARD, SYSTEM, E.AWARDED, label=_("Give the award")),
        Transition(E.SCORED, EntryAction.PASS_OVER, SYSTEM, E.NOT_AWARDED, label=_("No award")),
        Transition(E.AWARDED, EntryAction.REVOKE, SYSTEM, E.REVOKED, label=_("Take the award back")),
        Transition(E.DRAFT, EntryAction.WITHDRAW, AUTHOR, E.WITHDRAWN, label=_("Withdraw the work")),
        Transition(E.SUBMITTED, EntryAction.WITHDRAW, AUTHOR, E.WITHDRAWN, label=_("Withdraw the work")),
        Transition(E.CORRECTION_REQUIRED, EntryAction.WITHDRAW, AUTHOR, E.WITHDRAWN, label=_("Withdraw the work")),
        Transition(E.QUALIFIED, EntryAction.WITHDRAW, AUTHOR, E.WITHDRAWN, label=_("Withdraw the work")),
    ),
    actors={AUTHOR: rules.author_of, MANAGER: rules.manages_entry},
    lock=locking.lock_entry,
    publish=_publish_entry_step,
    scope="showcase_id",
)  # fmt: skip

SCORE_SHEET = Lifecycle(
    ScoreSheet,
    (
        Transition(A.OPEN, ScoreSheetAction.HAND_IN, JUROR, A.SUBMITTED,
                   (guards.scoring_is_on, guards.sheet_is_complete), _("Hand in")),
        Transition(A.OPEN, ScoreSheetAction.RECUSE, JUROR, A.RECUSED,
                   (guards.scoring_is_on,), _("Step back from this entry"), needs_reason=True),
        Transition(A.SUBMITTED, ScoreSheetAction.UNLOCK, LEAD, A.OPEN,
                   (guards.scoring_is_on,), _("Unlock"), needs_reason=True),
    ),
    actors={JUROR: rules.assigned_sheet, LEAD: rules.oversees_sheet},
    lock=locking.lock_score_sheet,
    publish=_publish_score_sheet_step,
    scope="entry.showcase_id",
)  # fmt: skip

OBJECTION = Lifecycle(
    Objection,
    (
        Transition(P.RECEIVED, ObjectionAction.ACCEPT, MANAGER, P.ACCEPTED, label=_("Take up")),
        Transition(P.RECEIVED, ObjectionAction.DECLINE, MANAGER, P.DECLINED,
                   label=_("Do not take up"), needs_reason=True),
        Transition(P.ACCEPTED, ObjectionAction.DISMISS, MANAGER, P.DISMISSED,
                   label=_("The award stands"), needs_reason=True),
        Transition(P.ACCEPTED, ObjectionAction.UPHOLD, MANAGER, P.UPHELD,
                   label=_("Withdraw the award"), needs_reason=True),
    ),
    actors={MANAGER: rules.manages_objection},
    lock=locking.lock_objection,
    publish=_publish_objection_step,
    scope="entry.showcase_id",
)  # fmt: skip
