"""Saying to the rest of the program whose authority or reach changed.

Authority is what somebody may see: who lost or got it is told. Reach is who may write to whom, which depends on both
of the two: the other one is told too, whose own children and posts stay as they are.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef

from cocare.core import signals
from cocare.core.validity_period import in_force

from ..enums import CLASS_ROLES
from ..models import CareArrangement, Enrolment, Guardianship, Post


def announce_authority_changed(*person_ids: UUID) -> None:
    """Let open pages and sockets of these people look again at what they may see."""
    signals.announce("authority.changed", person_ids=list(person_ids))


def announce_reach_changed_by_pupil(pupil_id: UUID) -> None:
    """Tell the teachers of a child's class that a guardian's or caregiver's tie to the child ended or came back."""
    same_class = Enrolment.objects.filter(in_force(), pupil=pupil_id, school_class=OuterRef("school_class"))
    teachers = Post.objects.filter(Exists(same_class), in_force(), role__in=CLASS_ROLES)
    _announce_reach_changed(teachers.values_list("person_id", flat=True).distinct())


def announce_reach_changed_by_post(post: Post) -> None:
    """Tell who works in the same place, and the families of the class it was for, that a post ended."""
    colleagues = Post.objects.filter(in_force(), organisation=post.organisation_id).values_list("person_id", flat=True)
    in_class = Enrolment.objects.filter(in_force(), school_class=post.school_class_id, pupil=OuterRef("pupil"))
    guardians = Guardianship.objects.filter(Exists(in_class), in_force()).values_list("person_id", flat=True)
    caregivers = CareArrangement.objects.filter(Exists(in_class), in_force()).values_list("caregiver_id", flat=True)
    _announce_reach_changed(colleagues.union(guardians, caregivers))


def _announce_reach_changed(person_ids: Iterable[UUID]) -> None:
    """Topics are checked, what is remembered is forgotten. What is only gained is never remembered as missing."""
    people = list(person_ids)
    # No ids at all would stand for everyone.
    if people:
        signals.announce("reach.changed", person_ids=people)
