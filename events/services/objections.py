"""Objections during the public notice: named, examined, answered; each holds back its one entry only."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cocare.core import audit, clock, working_days
from cocare.core.access import Actor
from cocare.core.errors import Invalid

from ..enums import OBJECTION_MOVES, EntryState, ObjectionState, ShowcaseState
from ..errors import NotNow
from ..live import tell
from ..models import Entry, Objection, Showcase
from . import entries, moves, results

ACCEPT_DAYS = 2
AFTER_NOTICE = (ShowcaseState.FINALIZED, ShowcaseState.CERTIFICATES_ISSUED, ShowcaseState.ARCHIVED)


@transaction.atomic
def file(*, actor: Actor, entry: Entry, name: str, contact: str, reason: str) -> Objection:
    """Take in a named objection to an award on public notice; the same text sent twice is one.

    Within two working days it is decided whether to take it up (DOMAIN.md 3d). Raises NotNow outside the notice.
    """
    showcase = moves.lock(entry.showcase_id)
    over = showcase.notice_until is not None and clock.today() > showcase.notice_until
    if showcase.state != ShowcaseState.PUBLIC_NOTICE or over:
        raise NotNow(_("The public notice is over. Please call the office."))
    same = Objection.objects.filter(entry=entry, name=name, contact=contact, reason=reason).first()
    if same is not None:
        return same
    objection = Objection.objects.create(
        entry=entry, name=name, contact=contact, reason=reason,
        answer_due=working_days.working_day_deadline(clock.today(), ACCEPT_DAYS).day,
    )  # fmt: skip
    audit.record(actor, "objection.file", objection)
    tell(showcase, "objection.filed")
    return objection


@transaction.atomic
def act(*, actor: Actor, objection_id: UUID, action: str, answer: str = "") -> Objection:
    """accept, decline, dismiss or uphold. All but the first close it and need a written answer."""
    showcase = moves.lock(Objection.objects.values_list("entry__showcase_id", flat=True).get(pk=objection_id))
    objection = Objection.objects.select_for_update(of=("self",)).select_related("entry").get(pk=objection_id)
    move = moves.check(OBJECTION_MOVES, objection, action)
    closes = move.next != ObjectionState.ACCEPTED
    if closes and not answer.strip():
        raise Invalid(fields={"answer": [_("The person who objected needs an answer.")]})
    objection.answer = answer.strip()
    objection.closed_at = clock.now() if closes else None
    objection.save(update_fields=["answer", "closed_at"])
    moves.apply(actor, showcase, objection, move, answer.strip())
    if closes:
        _settle(actor, showcase, objection)
    tell(showcase, "objection.answered", state=objection.state)
    return objection


def _settle(actor: Actor, showcase: Showcase, objection: Objection) -> None:
    """The entry goes on: without its award if the objection was right, and to its final state if the others have."""
    award = getattr(objection.entry, "award", None)
    if objection.state == ObjectionState.UPHELD and award is not None:
        award.revoked_at = clock.now()
        award.save(update_fields=["revoked_at"])
        entries.move_all(actor, showcase, EntryState.AWARDED, "revoke", [objection.entry_id])
    if showcase.state in AFTER_NOTICE:
        results.finalize(actor, showcase)
    if showcase.state in AFTER_NOTICE[1:]:
        results.issue_certificates(actor, showcase)
