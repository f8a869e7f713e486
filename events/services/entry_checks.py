"""The qualification check: admit, send back once with the reason, or do not admit."""

from uuid import UUID

from cocare.core import clock, working_days
from cocare.core.access import Actor
from cocare.core.lifecycle import Step

from ..enums import EntryAction
from ..lifecycle import ENTRY
from ..models import Entry

CORRECTION_DAYS = 2


def check_entry(*, actor: Actor, entry_id: UUID, action: str, reason: str = "") -> Entry:
    """Qualify an entry, ask for its repair, or disqualify it; the school reads the reason of the last two.

    A repair has two working days and is asked once (docs/domain.md, showcase). Raise as `Lifecycle.take` does.
    """
    return ENTRY.take(actor=actor, pk=entry_id, action=action, reason=reason, effect=_note_result)


def _note_result(step: Step[Entry]) -> None:
    entry = step.subject
    entry.check_reason = step.reason
    if step.transition.action == EntryAction.ASK_CORRECTION:
        entry.correction_until = working_days.working_day_deadline(clock.today(), CORRECTION_DAYS).day
    entry.save(update_fields=["check_reason", "correction_until"])
