"""Entrusted care: a guardian lets somebody look after daily life (Minors Protection Law 22 and 23)."""

from datetime import date, timedelta

from django.db import transaction

from cocare.core import audit, clock
from cocare.core.access import Actor
from cocare.core.models import AuditEvent
from cocare.core.validity_period import in_force

from ..errors import AlreadyDone, CaregiverIsGuardian, NameAndNumberDiffer, TooManyTries
from ..models import Account, CareArrangement, Guardianship, Person, Pupil
from .announcing import announce_authority_changed, announce_reach_changed_by_pupil
from .dated_rows import end_at_once

DAY = timedelta(days=1)
TRIES_A_DAY = 5
TRIED = "care.try"


def entrust_care(*, actor: Actor, pupil: Pupil, name: str, phone: str, relation: str, until: date) -> CareArrangement:
    """Let the person with this telephone number (E.164) look after the child until a day, at most a year ahead.

    Whoever is not known here yet becomes known by name and number and signs in by code. Raise NameAndNumberDiffer
    when the number belongs to somebody of another name, CaregiverIsGuardian for a guardian, TooManyTries.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=actor.acting_person_id)
        tries = AuditEvent.objects.filter(person_id=actor.person_id, at__gte=clock.now() - DAY, verb=TRIED)
        if tries.count() >= TRIES_A_DAY:
            raise TooManyTries(retry_after=DAY.total_seconds())
        # On record before it is known whether the number fits, or the form would tell who is registered here.
        audit.record(actor, TRIED, pupil)
    with transaction.atomic():
        return _entrust(actor, pupil, _person_of(name, phone), relation, until)


def _person_of(name: str, phone: str) -> Person:
    account = Account.objects.select_related("person").filter(phone=phone).first()
    if account is None:
        return Account.objects.create_user(phone, Person.objects.create(name=name)).person
    if account.person.name != name:
        raise NameAndNumberDiffer.at("phone")
    return account.person


def _entrust(actor: Actor, pupil: Pupil, caregiver: Person, relation: str, until: date) -> CareArrangement:
    if Guardianship.objects.filter(pupil=pupil, person=caregiver).exists():
        # A guardian from whom a document takes the child must not come back as its carer.
        raise CaregiverIsGuardian.at("phone")
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    same = CareArrangement.objects.filter(
        in_force(), pupil=pupil, caregiver=caregiver, entrusted_by=actor.person_id
    ).first()
    if same is not None:
        same.until = until
        same.save(update_fields=["until"])
        audit.record(actor, "care.extend", same, until=str(until))
        return same
    care = CareArrangement.objects.create(
        pupil=pupil, caregiver=caregiver, entrusted_by_id=actor.acting_person_id, relation=relation, until=until
    )
    audit.record(actor, "care.entrust", care, pupil=str(pupil.pk), until=str(until))
    announce_authority_changed(caregiver.pk)
    return care


@transaction.atomic
def end_entrusted_care(*, actor: Actor, care: CareArrangement) -> CareArrangement:
    """End entrusted care at once. Raise AlreadyDone when it has ended."""
    care = CareArrangement.objects.select_for_update().get(pk=care.pk)
    if not care.holds:
        raise AlreadyDone
    end_at_once(care)
    audit.record(actor, "care.end", care, pupil=str(care.pupil_id))
    announce_authority_changed(care.caregiver_id)
    announce_reach_changed_by_pupil(care.pupil_id)
    return care
