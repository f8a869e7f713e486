"""Entrusted care: a guardian lets somebody look after daily life (Minors Protection Law 22 and 23)."""

from datetime import date, timedelta

from django.db import transaction

from cocare.core import audit, clock
from cocare.core.access import Actor
from cocare.core.models import AuditEvent
from cocare.core.validity_period import in_force

from ..errors import CaregiverUnfit, NameAndNumberDiffer, NoLonger, TooManyTries
from ..models import Account, CareArrangement, Guardianship, Person, Pupil
from .dates import stop, tell
from .reach import tell_teachers_of

A_DAY = timedelta(days=1)
A_DAYS_TRIES = 5
TRIED = "care.try"


def entrust(*, actor: Actor, pupil: Pupil, name: str, phone: str, relation: str, until: date) -> CareArrangement:
    """Let the person with this telephone number (E.164) look after the child until a day, at most a year ahead.

    Whoever is not known here yet becomes known by name and number and signs in by code. Raises NameAndNumberDiffer
    when the number belongs to somebody of another name, CaregiverUnfit for a guardian, TooManyTries.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=actor.person_id)
        today = AuditEvent.objects.filter(person_id=actor.person_id, at__gte=clock.now() - A_DAY, verb=TRIED)
        if today.count() >= A_DAYS_TRIES:
            raise TooManyTries(retry_after=A_DAY.total_seconds())
        # On record before it is known whether the number fits, or the form would tell who is registered here.
        audit.record(actor, TRIED, pupil)
    with transaction.atomic():
        return _entrust(actor, pupil, _person_of(name, phone), relation, until)


def _person_of(name: str, phone: str) -> Person:
    account = Account.objects.select_related("person").filter(phone=phone).first()
    if account is None:
        return Account.objects.create_user(phone, Person.objects.create(name=name)).person
    if account.person.name != name:
        raise NameAndNumberDiffer(fields={"phone": [str(NameAndNumberDiffer.text)]})
    return account.person


def _entrust(actor: Actor, pupil: Pupil, caregiver: Person, relation: str, until: date) -> CareArrangement:
    if Guardianship.objects.filter(pupil=pupil, person=caregiver).exists():
        # A guardian from whom a document takes the child must not come back as its carer.
        raise CaregiverUnfit(fields={"phone": [str(CaregiverUnfit.text)]})
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
        pupil=pupil, caregiver=caregiver, entrusted_by_id=actor.person_id, relation=relation, until=until
    )
    audit.record(actor, "care.entrust", care, pupil=str(pupil.pk), until=str(until))
    tell(caregiver.pk)
    return care


@transaction.atomic
def end_care(*, actor: Actor, care: CareArrangement) -> CareArrangement:
    """End entrusted care at once. Raises NoLonger when it has ended."""
    care = CareArrangement.objects.select_for_update().get(pk=care.pk)
    if not care.holds:
        raise NoLonger
    stop(care)
    audit.record(actor, "care.end", care, pupil=str(care.pupil_id))
    tell(care.caregiver_id)
    tell_teachers_of(care.pupil_id)
    return care
