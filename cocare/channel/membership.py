"""Who belongs now: the rules of membership from the other side. For notifying these people, never for showing them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef

from cocare.core.conversation_kinds import Member, by_kind
from cocare.core.validity_period import in_force
from cocare.people import rules as people
from cocare.people.enums import CLASS_ROLES, LEADING_ROLES, Capacity
from cocare.people.models import CareArrangement, Enrolment, Guardianship, Post

from .models import Conversation

MembersByKey = dict[UUID, set[Member]]


def members(conversation: Conversation) -> set[Member]:
    """Return everyone who belongs, as (person, capacity)."""
    return members_by_conversation([conversation]).get(conversation.pk, set())


def members_by_conversation(conversations: Collection[Conversation]) -> MembersByKey:
    """Return the members by conversation id. As many queries for two hundred conversations as for one.

    A conversation whose anchor is gone has none.
    """
    members: MembersByKey = {}
    for kind, of_kind in by_kind(conversations).items():
        members |= kind.members_of(kind.load_anchors(of_kind))
    return members


# ---- what kinds of conversation are made of: families, teachers and leaders by child, class and school


def families_by_pupil(pupils: Collection[UUID]) -> MembersByKey:
    """Return each child's guardians and caregivers, without those from whom a document takes the child."""
    guardians = Guardianship.objects.filter(in_force(), people.unrestricted(), pupil__in=pupils)
    entrusting = Guardianship.objects.filter(
        in_force(), people.unrestricted(), pupil=OuterRef("pupil"), person=OuterRef("entrusted_by")
    )
    care = CareArrangement.objects.filter(in_force(), Exists(entrusting), pupil__in=pupils)
    families = _grouped(guardians.values_list("pupil", "person"), Capacity.GUARDIAN)
    for pupil, caregivers in _grouped(care.values_list("pupil", "caregiver"), Capacity.CAREGIVER).items():
        families[pupil] |= caregivers
    return families


def teachers_by_class(classes: Collection[UUID]) -> MembersByKey:
    posts = Post.objects.filter(in_force(), role__in=CLASS_ROLES, school_class__in=classes)
    return _grouped(posts.values_list("school_class", "person"), Capacity.TEACHER)


def leaders_by_school(schools: Collection[UUID]) -> MembersByKey:
    posts = Post.objects.filter(in_force(), role__in=LEADING_ROLES, organisation__in=schools)
    return _grouped(posts.values_list("organisation", "person"), Capacity.PRINCIPAL)


def classes_by_pupil(pupils: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return the ids of each child's present classes."""
    return _sets(Enrolment.objects.filter(in_force(), pupil__in=pupils).values_list("pupil", "school_class"))


def pupils_by_class(classes: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return the ids of the children who are in each class now."""
    return _sets(Enrolment.objects.filter(in_force(), school_class__in=classes).values_list("school_class", "pupil"))


def _grouped(rows: Iterable[tuple[UUID, UUID]], capacity: Capacity) -> MembersByKey:
    grouped: MembersByKey = defaultdict(set)
    for key, person in rows:
        grouped[key].add((person, str(capacity)))
    return grouped


def _sets(rows: Iterable[tuple[UUID, UUID]]) -> dict[UUID, set[UUID]]:
    sets: dict[UUID, set[UUID]] = defaultdict(set)
    for key, value in rows:
        sets[key].add(value)
    return sets
