"""The qualification check: admit, send back once with the reason, or do not admit."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cocare.core import clock, working_days
from cocare.core.access import Actor
from cocare.core.errors import Invalid

from .. import notices
from ..enums import ENTRY_MOVES
from ..live import tell
from ..models import Entry
from . import moves

CORRECTION_DAYS = 2


@transaction.atomic
def check_entry(*, actor: Actor, entry_id: UUID, action: str, reason: str = "") -> Entry:
    """qualify, ask_correction or disqualify. The last two need a reason, which the school reads.

    A repair has two working days and is asked once (DOMAIN.md 3d). Raises NotNow or Invalid.
    """
    showcase = moves.lock(Entry.objects.values_list("showcase_id", flat=True).get(pk=entry_id))
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    entry.showcase = showcase
    if action == "qualify" and entry.state == "qualified":
        return entry
    if action != "qualify" and not reason.strip():
        raise Invalid(fields={"reason": [_("The school needs a reason.")]})
    move = moves.check(ENTRY_MOVES, entry, action)
    if move.who != "manager":
        raise Invalid(fields={"action": [_("Choose one of the steps.")]})
    entry.check_reason = reason.strip()
    if action == "ask_correction":
        entry.correction_until = working_days.working_day_deadline(clock.today(), CORRECTION_DAYS).day
    entry.save(update_fields=["check_reason", "correction_until"])
    moves.apply(actor, showcase, entry, move, reason.strip())
    notices.to_authors(entry)
    tell(showcase, "entry.moved", state=entry.state)
    return entry
