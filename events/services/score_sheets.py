"""A juror's score sheet: kept while it is filled in, handed in, unlocked with a reason, or stepped back from."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cocare.core import clock
from cocare.core.access import Actor
from cocare.core.lifecycle import Step

from ..enums import SCORING, ScoreSheetAction, ScoreSheetState
from ..errors import NotNow
from ..lifecycle import SCORE_SHEET
from ..models import Criterion, Score, ScoreSheet
from . import jury_assignment


@transaction.atomic
def save_score_sheet(
    *, actor: Actor, sheet: ScoreSheet, scores: Mapping[str, int], comment: str, veto: bool
) -> ScoreSheet:
    """Keep what a juror has chosen so far. `scores` by the code of the criterion.

    Raise NotNow once the sheet is handed in, and outside scoring.
    """
    rows = ScoreSheet.objects.select_for_update(of=("self",)).select_related("entry__showcase")
    sheet = rows.get(pk=sheet.pk)
    if sheet.state != ScoreSheetState.OPEN:
        raise NotNow(_("This sheet has been handed in and is locked."))
    if sheet.entry.showcase.state not in SCORING:
        raise NotNow(_("Scoring is closed."))
    criteria = {criterion.code: criterion for criterion in Criterion.objects.filter(showcase=sheet.entry.showcase)}
    Score.objects.bulk_create(
        [Score(sheet=sheet, criterion=criteria[code], value=value) for code, value in scores.items()],
        update_conflicts=True,
        unique_fields=["sheet", "criterion"],
        update_fields=["value"],
    )
    sheet.comment, sheet.veto = comment.strip(), veto
    sheet.version += 1
    sheet.saved_at = clock.now()
    sheet.save(update_fields=["comment", "veto", "version", "saved_at"])
    return sheet


def hand_in_score_sheet(*, actor: Actor, sheet_id: UUID) -> ScoreSheet:
    """Lock the sheet and let it count. Raise Invalid with the criteria still open, and as `Lifecycle.take` does."""
    return SCORE_SHEET.take(actor=actor, pk=sheet_id, action=ScoreSheetAction.HAND_IN, effect=_note_submission)


def recuse_from_score_sheet(*, actor: Actor, sheet_id: UUID, reason: str) -> ScoreSheet:
    """Step back from a work; what was scored is dropped and a substitute is called. The reason goes on record."""
    return SCORE_SHEET.take(
        actor=actor, pk=sheet_id, action=ScoreSheetAction.RECUSE, reason=reason, effect=_clear_and_replace
    )


def unlock_score_sheet(*, actor: Actor, sheet_id: UUID, reason: str) -> ScoreSheet:
    """Open a handed-in sheet again, with a reason that stays on record. Raise as `Lifecycle.take` does."""
    return SCORE_SHEET.take(
        actor=actor, pk=sheet_id, action=ScoreSheetAction.UNLOCK, reason=reason, effect=_note_submission
    )


def _note_submission(step: Step[ScoreSheet]) -> None:
    step.subject.submitted_at = clock.now() if step.transition.next == ScoreSheetState.SUBMITTED else None
    step.subject.save(update_fields=["submitted_at"])


def _clear_and_replace(step: Step[ScoreSheet]) -> None:
    sheet = step.subject
    sheet.scores.all().delete()
    sheet.comment, sheet.veto = "", False
    sheet.save(update_fields=["comment", "veto"])
    jury_assignment.call_substitute(actor=step.actor, entry=sheet.entry)
