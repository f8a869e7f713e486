"""Who may write to whom hangs on both of the two: the other one is told too, whose own children and posts stay."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef

from cocare.core import signals
from cocare.core.validity_period import in_force

from ..enums import CLASS_ROLES
from ..models import CareArrangement, Enrolment, Guardianship, Post


def tell_teachers_of(pupil_id: UUID) -> None:
    """A guardian's or caregiver's tie to this child ended or came back: the teachers of its class."""
    there = Enrolment.objects.filter(in_force(), pupil=pupil_id, school_class=OuterRef("school_class"))
    teachers = Post.objects.filter(Exists(there), in_force(), role__in=CLASS_ROLES)
    _tell(teachers.values_list("person_id", flat=True).distinct())


def tell_around(post: Post) -> None:
    """A post ended: who works in the same place, and the families of the class it was for."""
    colleagues = Post.objects.filter(in_force(), organisation=post.organisation_id).values_list("person_id", flat=True)
    there = Enrolment.objects.filter(in_force(), school_class=post.school_class_id, pupil=OuterRef("pupil"))
    guardians = Guardianship.objects.filter(Exists(there), in_force()).values_list("person_id", flat=True)
    caregivers = CareArrangement.objects.filter(Exists(there), in_force()).values_list("caregiver_id", flat=True)
    _tell(colleagues.union(guardians, caregivers))


def _tell(person_ids: Iterable[UUID]) -> None:
    """Topics are checked, what is remembered is forgotten. What is only gained is never remembered as missing."""
    found = list(person_ids)
    # No ids at all would stand for everyone.
    if found:
        signals.announce("reach.changed", person_ids=found)
