"""Children enter, change class and leave. Rows are dated and history is never rewritten."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max

from cocare.core import audit
from cocare.core.access import Actor
from cocare.core.validity_period import in_force

from ..errors import ClassNotFitting, NoLonger, TooEarly
from ..models import CareArrangement, Enrolment, Guardianship, Post, Pupil, SchoolClass
from .dates import tell


@transaction.atomic
def enrol(*, actor: Actor, pupil: Pupil, school_class: SchoolClass, since: date) -> Enrolment:
    """Take a child into a class from a day on, with the next free number. Raises NoLonger when it is in one."""
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    if Enrolment.objects.filter(in_force(on=since), pupil=pupil).exists():
        raise NoLonger
    row = Enrolment.objects.create(
        pupil=pupil, school_class=school_class, since=since, roll_no=_next_number(school_class)
    )
    audit.record(actor, "enrolment.start", row, pupil=str(pupil.pk), school_class=str(school_class.pk))
    tell(*_concerned(pupil, school_class))
    return row


@transaction.atomic
def change_class(*, actor: Actor, pupil: Pupil, school_class: SchoolClass, since: date) -> Enrolment:
    """Move a child to a class of the same school and grade from a day on; until the day before it stays where it is.

    Raises ClassNotFitting, TooEarly, and NoLonger when the child is in no class or in that one already.
    """
    now = _present(pupil)
    same = (now.school_class.school_id, now.school_class.stage, now.school_class.entry_year)
    if same != (school_class.school_id, school_class.stage, school_class.entry_year):
        raise ClassNotFitting(fields={"school_class": [str(ClassNotFitting.text)]})
    if now.school_class_id == school_class.pk:
        raise NoLonger
    if since <= now.since:
        raise TooEarly(fields={"since": [str(TooEarly.text)]})
    now.until = since - timedelta(days=1)
    now.save(update_fields=["until"])
    row = Enrolment.objects.create(
        pupil=pupil, school_class=school_class, since=since, roll_no=_next_number(school_class)
    )
    audit.record(
        actor, "enrolment.change", row, pupil=str(pupil.pk), before=str(now.school_class_id), after=str(school_class.pk)
    )
    tell(*_concerned(pupil, now.school_class), *_concerned(pupil, school_class))
    return row


@transaction.atomic
def leave_school(*, actor: Actor, pupil: Pupil, last_day: date) -> Enrolment:
    """End a child's enrolment with its last day; another school can enrol it from the next one on. Raises TooEarly."""
    now = _present(pupil)
    if last_day < now.since:
        raise TooEarly(fields={"last_day": [str(TooEarly.text)]})
    now.until = last_day
    now.save(update_fields=["until"])
    audit.record(actor, "enrolment.end", now, pupil=str(pupil.pk), last_day=str(last_day))
    tell(*_concerned(pupil, now.school_class))
    return now


def _present(pupil: Pupil) -> Enrolment:
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    now = Enrolment.objects.select_related("school_class").filter(in_force(), pupil=pupil).first()
    if now is None or now.until is not None:
        raise NoLonger
    return now


def _next_number(school_class: SchoolClass) -> int:
    """The next number of the class. Its row is locked, so that two children entering at once get two numbers."""
    SchoolClass.objects.select_for_update().get(pk=school_class.pk)
    return (school_class.enrolments.aggregate(last=Max("roll_no"))["last"] or 0) + 1


def _concerned(pupil: Pupil, school_class: SchoolClass) -> list:
    guardians = Guardianship.objects.filter(in_force(), pupil=pupil).values_list("person_id", flat=True)
    caregivers = CareArrangement.objects.filter(in_force(), pupil=pupil).values_list("caregiver_id", flat=True)
    staff = Post.objects.filter(in_force(), school_class=school_class).values_list("person_id", flat=True)
    return list(guardians.union(caregivers, staff))
