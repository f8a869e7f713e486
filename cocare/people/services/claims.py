"""Claim codes: how a person becomes known as a child's guardian."""

import hmac
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction

from cocare.core import audit, clock
from cocare.core.access import Actor
from cocare.core.errors import DomainError
from cocare.core.models import AuditEvent
from cocare.core.validity_period import in_force

from .. import claim_codes
from ..errors import AlreadyDone, AlreadyGuardian, CodeExpired, CodeUnknown, CodeUsed, DocumentInForce, TooManyTries
from ..models import ClaimCode, CustodyRestriction, Guardianship, Person, Pupil
from .announcing import announce_authority_changed

VALID_FOR = timedelta(days=14)
MAX_FAILURES = 10
FAILURES_WITHIN = timedelta(hours=1)
FAILED = "child.claim_failed"


class IssuedClaimCode(NamedTuple):
    """A fresh code and its text, which is shown once and stored nowhere."""

    code: ClaimCode
    text: str


@transaction.atomic
def issue_claim_code(*, actor: Actor, pupil: Pupil, relation: str) -> IssuedClaimCode:
    """Make a one-time code for `pupil`. Return it and its text, which is shown once and stored nowhere.

    It replaces an unused one for the same relation, so that two slips never go around.
    """
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    ClaimCode.objects.filter(pupil=pupil, relation=relation, used_at=None, withdrawn_at=None).update(
        withdrawn_at=clock.now()
    )
    text = claim_codes.generate()
    code = ClaimCode.objects.create(
        digest=claim_codes.digest(text),
        pupil=pupil,
        relation=relation,
        issued_by_id=actor.acting_person_id,
        expires_at=clock.now() + VALID_FOR,
    )
    audit.record(actor, "claim_code.issue", code, pupil=str(pupil.pk), relation=relation)
    return IssuedClaimCode(code, text)


@transaction.atomic
def withdraw_claim_code(*, actor: Actor, code: ClaimCode) -> ClaimCode:
    """Make an unused code worthless. Raise AlreadyDone when it was used, withdrawn or ran out."""
    code = ClaimCode.objects.select_for_update().get(pk=code.pk)
    if not code.is_open:
        raise AlreadyDone
    code.withdrawn_at = clock.now()
    code.save(update_fields=["withdrawn_at"])
    audit.record(actor, "claim_code.withdraw", code, pupil=str(code.pupil_id))
    return code


def claim_child(*, actor: Actor, text: str) -> Guardianship:
    """Make the actor a guardian of the child that a code is bound to. The code then has been used.

    Raise CodeUnknown, CodeUsed, CodeExpired, AlreadyGuardian, DocumentInForce or TooManyTries. A failure stays on
    record even though nothing else is written: the tries are counted there.
    """
    try:
        with transaction.atomic():
            # One try at a time for each person, or a burst would pass the limit.
            Person.objects.select_for_update().get(pk=actor.acting_person_id)
            refuse_if_tried_too_often(actor)
            return _claim(actor, text)
    except TooManyTries:
        raise
    except DomainError as refusal:
        audit.record(actor, FAILED, reason=type(refusal).__name__)
        raise


def refuse_if_tried_too_often(actor: Actor) -> None:
    """Raise TooManyTries when this person has entered too many wrong codes within the hour."""
    since = clock.now() - FAILURES_WITHIN
    if AuditEvent.objects.filter(person_id=actor.person_id, at__gte=since, verb=FAILED).count() >= MAX_FAILURES:
        raise TooManyTries(retry_after=FAILURES_WITHIN.total_seconds())


def _claim(actor: Actor, text: str) -> Guardianship:
    code = _open_code(actor, text)
    own = Guardianship.objects.filter(pupil=code.pupil_id, person=actor.person_id)
    if own.filter(in_force()).exists():
        raise AlreadyGuardian
    if CustodyRestriction.objects.filter(in_force(), guardianship__in=own).exists():
        # Otherwise a fresh code would wash off what a court has decided.
        raise DocumentInForce
    person_id = actor.acting_person_id
    guardianship = Guardianship.objects.create(pupil_id=code.pupil_id, person_id=person_id, relation=code.relation)
    code.used_at, code.used_by_id = clock.now(), person_id
    code.save(update_fields=["used_at", "used_by"])
    audit.record(actor, "child.claim", guardianship, code=str(code.pk), pupil=str(code.pupil_id))
    announce_authority_changed(person_id)
    return guardianship


def _open_code(actor: Actor, text: str) -> ClaimCode:
    """Return the code, locked, if it can still be used. A digest is looked up, so timing tells nothing about a code."""
    digest = claim_codes.digest(text)
    code = ClaimCode.objects.select_for_update().filter(digest=digest).first() if claim_codes.normalise(text) else None
    if code is None or not hmac.compare_digest(code.digest, digest) or code.withdrawn_at:
        raise CodeUnknown
    if code.used_at:
        raise CodeUsed
    if code.expires_at <= clock.now():
        raise CodeExpired
    return code
