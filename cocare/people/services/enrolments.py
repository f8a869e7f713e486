"""Children enter, change class and leave. Rows are dated and history is never rewritten."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from cocare.core import audit
from cocare.core.access import Actor
from cocare.core.validity_period import in_force

from ..errors import AlreadyDone, BeforeFirstDay, ClassDoesNotFit
from ..models import CareArrangement, Enrolment, Guardianship, Post, Pupil, SchoolClass
from .announcing import announce_authority_changed


@transaction.atomic
def enrol(*, actor: Actor, pupil: Pupil, school_class: SchoolClass, since: date) -> Enrolment:
    """Take a child into a class from a day on, with the next free number. Raise AlreadyDone when it is in one."""
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    if Enrolment.objects.filter(in_force(on=since), pupil=pupil).exists():
        raise AlreadyDone
    enrolment = _start(pupil, school_class, since)
    audit.record(actor, "enrolment.start", enrolment, pupil=str(pupil.pk), school_class=str(school_class.pk))
    announce_authority_changed(*_concerned(pupil, school_class))
    return enrolment


@transaction.atomic
def change_class(*, actor: Actor, pupil: Pupil, school_class: SchoolClass, since: date) -> Enrolment:
    """Move a child to a class of the same school and grade from a day on; until the day before it stays where it is.

    Raise ClassDoesNotFit, BeforeFirstDay, and AlreadyDone when the child is in no class or in that one already.
    """
    present = _present(pupil)
    if _cohort(present.school_class) != _cohort(school_class):
        raise ClassDoesNotFit.at("school_class")
    if present.school_class_id == school_class.pk:
        raise AlreadyDone
    if since <= present.since:
        raise BeforeFirstDay.at("since")
    _end(present, since - timedelta(days=1))
    enrolment = _start(pupil, school_class, since)
    before, after = str(present.school_class_id), str(school_class.pk)
    audit.record(actor, "enrolment.change", enrolment, pupil=str(pupil.pk), before=before, after=after)
    announce_authority_changed(*_concerned(pupil, present.school_class), *_concerned(pupil, school_class))
    return enrolment


@transaction.atomic
def leave_school(*, actor: Actor, pupil: Pupil, last_day: date) -> Enrolment:
    """End a child's enrolment with its last day; another school can enrol it from the next one on.

    Raise BeforeFirstDay, and AlreadyDone when the child is in no class.
    """
    present = _present(pupil)
    if last_day < present.since:
        raise BeforeFirstDay.at("last_day")
    _end(present, last_day)
    audit.record(actor, "enrolment.end", present, pupil=str(pupil.pk), last_day=str(last_day))
    announce_authority_changed(*_concerned(pupil, present.school_class))
    return present


def _present(pupil: Pupil) -> Enrolment:
    """Return the child's open enrolment, the child locked. Raise AlreadyDone when there is none."""
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    enrolment = Enrolment.objects.select_related("school_class").filter(in_force(), pupil=pupil).first()
    if enrolment is None or enrolment.until is not None:
        raise AlreadyDone
    return enrolment


def _cohort(school_class: SchoolClass) -> tuple[UUID, str, int]:
    return school_class.school_id, school_class.stage, school_class.entry_year


def _start(pupil: Pupil, school_class: SchoolClass, since: date) -> Enrolment:
    """Enrol with the next number of the class, whose row is locked: two children entering at once get two numbers."""
    SchoolClass.objects.select_for_update().get(pk=school_class.pk)
    last = school_class.enrolments.aggregate(last=Max("roll_no"))["last"] or 0
    return Enrolment.objects.create(pupil=pupil, school_class=school_class, since=since, roll_no=last + 1)


def _end(enrolment: Enrolment, last_day: date) -> None:
    enrolment.until = last_day
    enrolment.save(update_fields=["until"])


def _concerned(pupil: Pupil, school_class: SchoolClass) -> list[UUID]:
    """Return the child's family and everybody with a post in the class."""
    guardians = Guardianship.objects.filter(in_force(), pupil=pupil).values_list("person_id", flat=True)
    caregivers = CareArrangement.objects.filter(in_force(), pupil=pupil).values_list("caregiver_id", flat=True)
    staff = Post.objects.filter(in_force(), school_class=school_class).values_list("person_id", flat=True)
    return list(guardians.union(caregivers, staff))
