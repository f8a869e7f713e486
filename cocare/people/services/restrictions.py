"""Documents in force take something away from one guardian, and later ones give it back (Civil Code 1084, 1086)."""

from datetime import date, timedelta

from django.db import transaction

from cocare.core import audit
from cocare.core.access import Actor

from ..enums import RestrictionKind
from ..errors import AlreadyDone, BeforeFirstDay, ProtectionOrderTooLong
from ..lifecycle import refuse_own_matter
from ..models import CustodyRestriction, Guardianship
from .dated_rows import end_at_once, is_over
from .guardianships import announce_guardian_changed

LONGEST_PROTECTION = timedelta(days=184)  # six months, Anti-Domestic Violence Law 30


@transaction.atomic
def set_restriction(
    *,
    actor: Actor,
    guardianship: Guardianship,
    kind: str,
    scope: str,
    document_no: str,
    since: date,
    until: date | None = None,
) -> CustodyRestriction:
    """Take from one guardian what a document in force takes. It holds from its first day to its last.

    Raise OwnMatter, OrderTooLong, BeforeFirstDay.
    """
    refuse_own_matter(actor, guardianship)
    check_restriction_term(kind, since, until)
    restriction = CustodyRestriction.objects.create(
        guardianship=guardianship,
        kind=kind,
        scope=scope,
        document_no=document_no,
        since=since,
        until=until,
        verified_by_id=actor.acting_person_id,
    )
    audit.record(
        actor, "restriction.set", restriction, kind=kind, scope=scope, since=str(since), until=str(until or "")
    )
    announce_guardian_changed(guardianship)
    return restriction


@transaction.atomic
def lift_restriction(*, actor: Actor, restriction: CustodyRestriction, document_no: str) -> CustodyRestriction:
    """Give back at once what a document took, by a later document.

    Raise AlreadyDone when it does not hold, OwnMatter.
    """
    locked = CustodyRestriction.objects.select_for_update(of=("self",)).select_related("guardianship")
    restriction = locked.get(pk=restriction.pk)
    refuse_own_matter(actor, restriction.guardianship)
    if is_over(restriction):
        raise AlreadyDone
    end_at_once(restriction)
    audit.record(actor, "restriction.lift", restriction, document=document_no)
    announce_guardian_changed(restriction.guardianship)
    return restriction


def check_restriction_term(kind: str, since: date, until: date | None) -> None:
    """Raise BeforeFirstDay for a last day before the first, OrderTooLong for a protection order over six months."""
    if until is not None and until < since:
        raise BeforeFirstDay.at("until")
    if kind == RestrictionKind.PROTECTION_ORDER and (until is None or until - since > LONGEST_PROTECTION):
        raise ProtectionOrderTooLong.at("until")
