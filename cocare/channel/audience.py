"""The rules of membership from the other side: who belongs now. For telling these people, never for showing them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from cocare.core.access import Actor
from cocare.core.access.bulk import visible_pairs
from cocare.core.validity_period import in_force
from cocare.people import rules as people
from cocare.people.enums import CLASS_ROLES, LEADING_ROLES, Capacity
from cocare.people.models import CareArrangement, Enrolment, Guardianship, Post

from . import rules
from .enums import Kind
from .models import Conversation, Participant

Member = tuple[UUID, str]


def members(conversation: Conversation) -> set[Member]:
    """Everyone who belongs, as (person, capacity)."""
    return members_of([conversation])[conversation.pk]


def members_of(conversations: Collection[Conversation]) -> dict[UUID, set[Member]]:
    """The members of each. As many queries for two hundred as for one; a class should come with its row loaded."""
    kinds: dict[str, list[Conversation]] = defaultdict(list)
    for conversation in conversations:
        kinds[conversation.kind].append(conversation)
    return _of_two(kinds[Kind.DIRECT]) | _of_children(kinds[Kind.FAMILY], kinds[Kind.CLASS])


def _of_two(conversations: list[Conversation]) -> dict[UUID, set[Member]]:
    """The two who may still write to or read each other."""
    rows = Participant.objects.filter(conversation__in=conversations)
    both = [
        (Actor(None, person, capacity), conversation)
        for conversation, person, capacity in rows.values_list("conversation", "person", "capacity")
    ]
    found: dict[UUID, set[Member]] = {one.pk: set() for one in conversations}
    for who, conversation in visible_pairs(Conversation, both, rules.member):
        found[conversation].add((who.person_id, who.capacity))
    return found


def _of_children(threads: list[Conversation], rooms: list[Conversation]) -> dict[UUID, set[Member]]:
    if not threads and not rooms:
        return {}
    schools = {one.pk: one.school_class.school_id for one in rooms}
    enrolled = Enrolment.objects.filter(
        Q(pupil__in=[one.pupil_id for one in threads]) | Q(school_class__in=[one.school_class_id for one in rooms]),
        in_force(),
    )
    classes, pupils = defaultdict(set), defaultdict(set)
    for pupil, school_class in enrolled.values_list("pupil", "school_class"):
        classes[pupil].add(school_class)
        pupils[school_class].add(pupil)
    families = _families({*(one.pupil_id for one in threads), *classes})
    teachers = _teachers({*(one.school_class_id for one in rooms), *pupils})
    leaders = _leaders(set(schools.values()))
    found = {}
    for one in threads:
        found[one.pk] = families[one.pupil_id].union(*(teachers[place] for place in classes[one.pupil_id]))
    for one in rooms:
        staff = teachers[one.school_class_id] | leaders[schools[one.pk]]
        found[one.pk] = staff.union(*(families[pupil] for pupil in pupils[one.school_class_id]))
    return found


def _families(pupils: Collection[UUID]) -> dict[UUID, set[Member]]:
    guardians = Guardianship.objects.filter(in_force(), people.unrestricted(), pupil__in=pupils)
    giver = Guardianship.objects.filter(
        in_force(), people.unrestricted(), pupil=OuterRef("pupil"), person=OuterRef("entrusted_by")
    )
    care = CareArrangement.objects.filter(in_force(), Exists(giver), pupil__in=pupils)
    found = _grouped(guardians.values_list("pupil", "person"), Capacity.GUARDIAN)
    for pupil, givers in _grouped(care.values_list("pupil", "caregiver"), Capacity.CAREGIVER).items():
        found[pupil] |= givers
    return found


def _teachers(classes: Collection[UUID]) -> dict[UUID, set[Member]]:
    posts = Post.objects.filter(in_force(), role__in=CLASS_ROLES, school_class__in=classes)
    return _grouped(posts.values_list("school_class", "person"), Capacity.TEACHER)


def _leaders(schools: Collection[UUID]) -> dict[UUID, set[Member]]:
    posts = Post.objects.filter(in_force(), role__in=LEADING_ROLES, organisation__in=schools)
    return _grouped(posts.values_list("organisation", "person"), Capacity.PRINCIPAL)


def _grouped(rows: Iterable[tuple[UUID, UUID]], capacity: Capacity) -> dict[UUID, set[Member]]:
    """By the first of each pair."""
    found: dict[UUID, set[Member]] = defaultdict(set)
    for key, person in rows:
        found[key].add((person, str(capacity)))
    return found
