"""Objections during the public notice: named, examined, answered; each holds back its one entry only."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cocare.core import audit, clock, working_days
from cocare.core.access import Actor
from cocare.core.lifecycle import Step

from ..enums import EntryAction, EntryState, ObjectionState, ShowcaseState
from ..errors import NotNow
from ..lifecycle import ENTRY, OBJECTION
from ..live import bump_board
from ..locking import lock_showcase
from ..models import Award, Entry, Objection
from . import awards

ACCEPT_DAYS = 2
AFTER_NOTICE = (ShowcaseState.FINALIZED, ShowcaseState.CERTIFICATES_ISSUED, ShowcaseState.ARCHIVED)
CERTIFIED = (ShowcaseState.CERTIFICATES_ISSUED, ShowcaseState.ARCHIVED)


@transaction.atomic
def file_objection(*, actor: Actor, entry: Entry, name: str, contact: str, reason: str) -> Objection:
    """Take in a named objection to an award on public notice; the same text sent twice is one.

    Within two working days it is decided whether to take it up (docs/domain.md, showcase). Raise NotNow outside the
    notice.
    """
    showcase = lock_showcase(entry.showcase_id)
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
    bump_board(showcase, "objection.filed")
    return objection


def answer_objection(*, actor: Actor, objection_id: UUID, action: str, answer: str = "") -> Objection:
    """Accept, decline, dismiss or uphold an objection. All but the first close it and need a written answer.

    Raise as `Lifecycle.take` does.
    """
    return OBJECTION.take(
        actor=actor, pk=objection_id, action=action, reason=answer, effect=_note_answer, then=_move_entry_on
    )


def _note_answer(step: Step[Objection]) -> None:
    objection = step.subject
    objection.answer = step.reason
    objection.closed_at = None if step.transition.next == ObjectionState.ACCEPTED else clock.now()
    objection.save(update_fields=["answer", "closed_at"])


def _move_entry_on(step: Step[Objection]) -> None:
    """Take the award back if the objection was right, and lead the entry to its final state if the others have one."""
    actor, objection, showcase = step.actor, step.subject, step.subject.entry.showcase
    if objection.closed_at is None:
        return
    award = Award.objects.filter(entry=objection.entry_id).first()
    if objection.state == ObjectionState.UPHELD and award is not None:
        award.revoked_at = clock.now()
        award.save(update_fields=["revoked_at"])
        rows = showcase.entries.filter(pk=objection.entry_id)
        ENTRY.take_all(actor=actor, rows=rows, state=EntryState.AWARDED, action=EntryAction.REVOKE, of=showcase)
    if showcase.state in AFTER_NOTICE:
        awards.finalize_entries(actor=actor, showcase=showcase)
    if showcase.state in CERTIFIED:
        awards.issue_certificates(actor=actor, showcase=showcase)
