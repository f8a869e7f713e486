"""A juror's sheet: kept while it is filled in, handed in, locked, unlocked with a reason, or stepped back from."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cocare.core import clock
from cocare.core.access import Actor
from cocare.core.errors import Invalid

from .. import counting
from ..enums import SHEET_MOVES, SheetState
from ..errors import NotNow
from ..live import tell
from ..models import Dimension, Mark, Sheet, Showcase
from . import guards, jury, moves

LEAST_COMMENT = 10


def _held(sheet_id: UUID) -> Sheet:
    rows = Sheet.objects.select_for_update(of=("self",)).select_related("entry__showcase")
    return rows.get(pk=sheet_id)


@transaction.atomic
def save_sheet(*, actor: Actor, sheet: Sheet, marks: Mapping[str, int], comment: str, veto: bool) -> Sheet:
    """Keep what a juror has chosen so far. `marks` by the code of the dimension. Raises NotNow once handed in."""
    sheet = _held(sheet.pk)
    if sheet.state != SheetState.OPEN:
        raise NotNow(_("This sheet has been handed in and is locked."))
    guards.scoring_is_on(sheet)
    dimensions = {one.code: one for one in Dimension.objects.filter(showcase=sheet.entry.showcase)}
    rows = [Mark(sheet=sheet, dimension=dimensions[code], value=value) for code, value in marks.items()]
    Mark.objects.bulk_create(rows, update_conflicts=True, unique_fields=["sheet", "dimension"], update_fields=["value"])
    sheet.comment, sheet.veto = comment.strip(), veto
    sheet.version += 1
    sheet.saved_at = clock.now()
    sheet.save(update_fields=["comment", "veto", "version", "saved_at"])
    return sheet


@transaction.atomic
def hand_in(*, actor: Actor, sheet_id: UUID) -> Sheet:
    """Lock the sheet and let it count. Twice is once. Raises Invalid with the fields that are still open."""
    showcase = _lock_of(sheet_id)
    sheet = _held(sheet_id)
    if sheet.state == SheetState.SUBMITTED:
        return sheet
    sheet.entry.showcase = showcase
    dimensions = list(Dimension.objects.filter(showcase=showcase))
    marks = dict(sheet.marks.values_list("dimension_id", "value"))
    move = moves.check(SHEET_MOVES, sheet, "hand_in", dimensions=dimensions, marks=marks, least_comment=LEAST_COMMENT)
    sheet.submitted_at = clock.now()
    sheet.save(update_fields=["submitted_at"])
    moves.apply(actor, showcase, sheet, move)
    _tell_progress(showcase, sheet, "score.submitted")
    return sheet


@transaction.atomic
def recuse(*, actor: Actor, sheet_id: UUID, reason: str) -> Sheet:
    """Step back from a work; what was scored is dropped and a substitute is called. The reason goes on record."""
    showcase = _lock_of(sheet_id)
    sheet = _held(sheet_id)
    if sheet.state == SheetState.RECUSED:
        return sheet
    if not reason.strip():
        raise Invalid(fields={"reason": [_("Say in a few words why.")]})
    sheet.entry.showcase = showcase
    move = moves.check(SHEET_MOVES, sheet, "recuse")
    sheet.marks.all().delete()
    sheet.comment, sheet.veto = "", False
    sheet.save(update_fields=["comment", "veto"])
    moves.apply(actor, showcase, sheet, move, reason.strip())
    jury.substitute(actor, showcase, sheet.entry)
    _tell_progress(showcase, sheet, "jury.changed")
    return sheet


@transaction.atomic
def unlock(*, actor: Actor, sheet_id: UUID, reason: str) -> Sheet:
    """Open a handed-in sheet again, with a reason that stays on record. Raises Invalid without one, NotNow."""
    showcase = _lock_of(sheet_id)
    sheet = _held(sheet_id)
    if sheet.state == SheetState.OPEN:
        return sheet
    if not reason.strip():
        raise Invalid(fields={"reason": [_("Unlocking needs a reason.")]})
    sheet.entry.showcase = showcase
    move = moves.check(SHEET_MOVES, sheet, "unlock")
    sheet.submitted_at = None
    sheet.save(update_fields=["submitted_at"])
    moves.apply(actor, showcase, sheet, move, reason.strip())
    _tell_progress(showcase, sheet, "score.unlocked")
    return sheet


def _lock_of(sheet_id: UUID) -> Showcase:
    return moves.lock(Sheet.objects.values_list("entry__showcase_id", flat=True).get(pk=sheet_id))


def _tell_progress(showcase: Showcase, sheet: Sheet, what: str) -> None:
    done = counting.progress(showcase)
    own = done.of_entry.get(sheet.entry.number, (0, 0))
    tell(
        showcase, what, submitted=done.submitted, expected=done.expected,
        number=sheet.entry.number, entry_submitted=own[0], entry_expected=own[1],
    )  # fmt: skip
