"""A document about one guardian, from the school's desk into effect (lifecycle.py has its steps)."""

from datetime import date

from django.db import transaction

from cocare.core import audit
from cocare.core.access import Actor
from cocare.core.lifecycle import Step

from ..enums import GuardianshipChangeAction
from ..lifecycle import CHANGE, refuse_own_matter
from ..models import Guardianship, GuardianshipChange
from .restrictions import check_restriction_term, set_restriction


@transaction.atomic
def submit_guardianship_change(
    *,
    actor: Actor,
    guardianship: Guardianship,
    kind: str,
    scope: str,
    document_no: str,
    since: date,
    until: date | None = None,
) -> GuardianshipChange:
    """Put a document about one guardian on record; nothing is taken away before its original has been seen.

    Raise OwnMatter for who belongs to the child's family, OrderTooLong, BeforeFirstDay.
    """
    refuse_own_matter(actor, guardianship)
    check_restriction_term(kind, since, until)
    change = GuardianshipChange.objects.create(
        guardianship=guardianship,
        kind=kind,
        scope=scope,
        document_no=document_no,
        since=since,
        until=until,
        submitted_by_id=actor.acting_person_id,
    )
    audit.record(actor, "guardianship_change.submit", change, kind=kind, scope=scope)
    return change


def advance_guardianship_change(
    *, actor: Actor, change: GuardianshipChange, action: str, reason: str = ""
) -> GuardianshipChange:
    """Take the next step of a document's lifecycle; refusing it needs a reason.

    Raise Conflict for a step that is not open any more, OwnMatter, ReasonMissing.
    """
    effect = _restrict if action == GuardianshipChangeAction.TAKE_EFFECT else None
    return CHANGE.take(actor=actor, pk=change.pk, action=action, reason=reason, effect=effect)


def _restrict(step: Step[GuardianshipChange]) -> None:
    change = step.subject
    change.restriction = set_restriction(
        actor=step.actor,
        guardianship=change.guardianship,
        kind=change.kind,
        scope=change.scope,
        document_no=change.document_no,
        since=change.since,
        until=change.until,
    )
    change.save(update_fields=["restriction"])
