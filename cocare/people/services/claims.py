"""Claim codes: how a person becomes known as a child's guardian."""

import hmac
from datetime import timedelta

from django.db import transaction

from cocare.core import audit, clock
from cocare.core.access import Actor
from cocare.core.errors import DomainError
from cocare.core.models import AuditEvent
from cocare.core.validity_period import in_force

from .. import codes
from ..errors import CodeExpired, CodeUnknown, CodeUsed, DocumentInForce, LinkedAlready, NoLonger, TooManyTries
from ..models import ClaimCode, CustodyRestriction, Guardianship, Person, Pupil
from .dates import tell

HOLDS = timedelta(days=14)
TRIES = 10
TRIES_WITHIN = timedelta(hours=1)
FAILED = "child.claim_failed"


@transaction.atomic
def issue_claim_code(*, actor: Actor, pupil: Pupil, relation: str) -> tuple[ClaimCode, str]:
    """A new one-time code for `pupil`, and its text, which is shown once and kept nowhere.

    It replaces an unused one for the same relation, so that two slips never go around.
    """
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    ClaimCode.objects.filter(pupil=pupil, relation=relation, used_at=None, withdrawn_at=None).update(
        withdrawn_at=clock.now()
    )
    text = codes.new()
    code = ClaimCode.objects.create(
        digest=codes.digest(text),
        pupil=pupil,
        relation=relation,
        issued_by_id=actor.person_id,
        expires_at=clock.now() + HOLDS,
    )
    audit.record(actor, "claim_code.issue", code, pupil=str(pupil.pk), relation=relation)
    return code, text


@transaction.atomic
def withdraw_claim_code(*, actor: Actor, code: ClaimCode) -> ClaimCode:
    """Make an unused code worthless. Raises NoLonger when it was used, withdrawn or ran out."""
    code = ClaimCode.objects.select_for_update().get(pk=code.pk)
    if not code.is_open:
        raise NoLonger
    code.withdrawn_at = clock.now()
    code.save(update_fields=["withdrawn_at"])
    audit.record(actor, "claim_code.withdraw", code, pupil=str(code.pupil_id))
    return code


def claim_child(*, actor: Actor, text: str) -> Guardianship:
    """Make the actor a guardian of the child that a code is bound to. The code then has been used.

    Raises CodeUnknown, CodeUsed, CodeExpired, LinkedAlready, DocumentInForce or TooManyTries. A failure stays on
    record even though nothing else is written: the tries are counted there.
    """
    try:
        with transaction.atomic():
            # One try at a time for each person, or a burst would pass the limit.
            Person.objects.select_for_update().get(pk=actor.person_id)
            refuse_if_tried_too_often(actor)
            return _claim(actor, text)
    except TooManyTries:
        raise
    except DomainError as refusal:
        audit.record(actor, FAILED, reason=type(refusal).__name__)
        raise


def refuse_if_tried_too_often(actor: Actor) -> None:
    since = clock.now() - TRIES_WITHIN
    if AuditEvent.objects.filter(person_id=actor.person_id, at__gte=since, verb=FAILED).count() >= TRIES:
        raise TooManyTries(retry_after=TRIES_WITHIN.total_seconds())


def _claim(actor: Actor, text: str) -> Guardianship:
    code = _open_code(actor, text)
    own = Guardianship.objects.filter(pupil=code.pupil_id, person=actor.person_id)
    if own.filter(in_force()).exists():
        raise LinkedAlready
    if CustodyRestriction.objects.filter(in_force(), guardianship__in=own).exists():
        # Otherwise a fresh code would wash off what a court has decided.
        raise DocumentInForce
    link = Guardianship.objects.create(pupil_id=code.pupil_id, person_id=actor.person_id, relation=code.relation)
    code.used_at, code.used_by_id = clock.now(), actor.person_id
    code.save(update_fields=["used_at", "used_by"])
    audit.record(actor, "child.claim", link, code=str(code.pk), pupil=str(code.pupil_id))
    tell(actor.person_id)
    return link


def _open_code(actor: Actor, text: str) -> ClaimCode:
    """The code, locked, if it can still be used. A digest is looked up, so timing tells nothing about a code."""
    wanted = codes.digest(text)
    code = ClaimCode.objects.select_for_update().filter(digest=wanted).first()
    if code is None or not codes.tidy(text) or not hmac.compare_digest(code.digest, wanted) or code.withdrawn_at:
        raise CodeUnknown
    if code.used_at:
        raise CodeUsed
    if code.expires_at <= clock.now():
        raise CodeExpired
    return code
