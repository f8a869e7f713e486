"""Guardianships end, and documents in force take something away from one guardian (Civil Code 36, 1084, 1086)."""

from datetime import date, timedelta

from django.db import transaction

from cocare.core import audit
from cocare.core.access import Actor, visible
from cocare.core.validity_period import in_force

from .. import rules
from ..enums import CHANGE_TRANSITIONS, ChangeAction, ChangeState, RestrictionKind
from ..errors import DocumentMissing, NoLonger, OrderTooLong, OwnMatter, TooEarly
from ..models import CustodyRestriction, Guardianship, GuardianshipChange
from .dates import is_over, stop, tell
from .reach import tell_teachers_of

LONGEST_PROTECTION = timedelta(days=184)  # six months, Anti-Domestic Violence Law 30


@transaction.atomic
def end_guardianship(*, actor: Actor, guardianship: Guardianship, document_no: str = "") -> Guardianship:
    """End a guardianship at once: a claim that went to the wrong person, or what a document ends.

    Raises DocumentMissing when it is no recent claim and no document is named, NoLonger when it has ended.
    """
    link = Guardianship.objects.select_for_update().get(pk=guardianship.pk)
    if not link.holds:
        raise NoLonger
    if not document_no and not visible(Guardianship.objects.filter(pk=link.pk), actor, rules.newly_claimed).exists():
        raise DocumentMissing(fields={"document_no": [str(DocumentMissing.text)]})
    stop(link)
    audit.record(actor, "guardianship.end", link, pupil=str(link.pupil_id), document=bool(document_no))
    _tell_about(link)
    return link


@transaction.atomic
def submit_change(
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

    Raises OwnMatter for who belongs to the child's family, OrderTooLong, TooEarly.
    """
    refuse_own_matter(actor, guardianship)
    check_term(kind, since, until)
    change = GuardianshipChange.objects.create(
        guardianship=guardianship,
        kind=kind,
        scope=scope,
        document_no=document_no,
        since=since,
        until=until,
        submitted_by_id=actor.person_id,
    )
    audit.record(actor, "guardianship_change.submit", change, kind=kind, scope=scope)
    return change


@transaction.atomic
def advance_change(*, actor: Actor, change: GuardianshipChange, action: str) -> GuardianshipChange:
    """Take the next step of the transition table. Raises NoLonger for a step that is not open any more."""
    change = GuardianshipChange.objects.select_for_update(of=("self",)).select_related("guardianship").get(pk=change.pk)
    refuse_own_matter(actor, change.guardianship)
    following = CHANGE_TRANSITIONS.get((ChangeState(change.state), ChangeAction(action)))
    if following is None:
        raise NoLonger
    change.state = following
    if following == ChangeState.EFFECTIVE:
        change.restriction = set_restriction(
            actor=actor,
            guardianship=change.guardianship,
            kind=change.kind,
            scope=change.scope,
            document_no=change.document_no,
            since=change.since,
            until=change.until,
        )
    change.save(update_fields=["state", "restriction"])
    audit.record(actor, f"guardianship_change.{action}", change)
    return change


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
    """Take from one guardian what a document in force takes. It holds from its first day to its last."""
    refuse_own_matter(actor, guardianship)
    check_term(kind, since, until)
    restriction = CustodyRestriction.objects.create(
        guardianship=guardianship,
        kind=kind,
        scope=scope,
        document_no=document_no,
        since=since,
        until=until,
        verified_by_id=actor.person_id,
    )
    audit.record(
        actor, "restriction.set", restriction, kind=kind, scope=scope, since=str(since), until=str(until or "")
    )
    _tell_about(restriction.guardianship)
    return restriction


@transaction.atomic
def lift_restriction(*, actor: Actor, restriction: CustodyRestriction, document_no: str) -> CustodyRestriction:
    """Give back at once what a document took, by a later document. Raises NoLonger when it does not hold."""
    row = (
        CustodyRestriction.objects.select_for_update(of=("self",)).select_related("guardianship").get(pk=restriction.pk)
    )
    refuse_own_matter(actor, row.guardianship)
    if is_over(row):
        raise NoLonger
    stop(row)
    audit.record(actor, "restriction.lift", row, document=document_no)
    _tell_about(row.guardianship)
    return row


def refuse_own_matter(actor: Actor, guardianship: Guardianship) -> None:
    """Nobody decides about the other parent of the own child, or about themselves."""
    if Guardianship.objects.filter(pupil=guardianship.pupil_id, person=actor.person_id).exists():
        raise OwnMatter


def check_term(kind: str, since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise TooEarly(fields={"until": [str(TooEarly.text)]})
    if kind == RestrictionKind.PROTECTION_ORDER and (until is None or until - since > LONGEST_PROTECTION):
        raise OrderTooLong(fields={"until": [str(OrderTooLong.text)]})


def _tell_about(link: Guardianship) -> None:
    caregivers = link.pupil.care_arrangements.filter(in_force(), entrusted_by=link.person_id)
    tell(link.person_id, *caregivers.values_list("caregiver_id", flat=True))
    tell_teachers_of(link.pupil_id)
