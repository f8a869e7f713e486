"""The rules of membership from the other side: who belongs now. For telling these people, never for showing them."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from cocare.core.access import Actor, visible
from cocare.core.dated import in_force
from cocare.people import rules as people
from cocare.people.enums import CLASS_ROLES, LEADING_ROLES, Capacity
from cocare.people.models import CareArrangement, Enrolment, Guardianship, Post

from . import rules
from .enums import Kind
from .models import Conversation

Member = tuple[UUID, str]


def members(conversation: Conversation) -> set[Member]:
    """Everyone who belongs, as (person, capacity)."""
    if conversation.kind == Kind.DIRECT:
        return _two(conversation)
    enrolled = Enrolment.objects.filter(in_force())
    if conversation.kind == Kind.FAMILY:
        enrolled = enrolled.filter(pupil=conversation.pupil_id)
        pupils, classes = [conversation.pupil_id], list(enrolled.values_list("school_class", flat=True))
        return _families(pupils) | _teachers(classes)
    room = conversation.school_class
    pupils = list(enrolled.filter(school_class=room).values_list("pupil", flat=True))
    return _families(pupils) | _teachers([room.pk]) | _leaders(room.school_id)


def _two(conversation: Conversation) -> set[Member]:
    pairs = {(one.person_id, one.capacity) for one in conversation.participants.all()}
    return {
        (person, capacity)
        for person, capacity in pairs
        if visible(
            Conversation.objects.filter(pk=conversation.pk), Actor(None, person, capacity), rules.member
        ).exists()
    }


def _families(pupils: list[UUID]) -> set[Member]:
    guardians = Guardianship.objects.filter(in_force(), people.unrestricted(), pupil__in=pupils)
    giver = Guardianship.objects.filter(
        in_force(), people.unrestricted(), pupil=OuterRef("pupil"), person=OuterRef("entrusted_by")
    )
    care = CareArrangement.objects.filter(in_force(), Exists(giver), pupil__in=pupils)
    return {(person, str(Capacity.GUARDIAN)) for person in guardians.values_list("person", flat=True)} | {
        (person, str(Capacity.CAREGIVER)) for person in care.values_list("caregiver", flat=True)
    }


def _teachers(classes: list[UUID]) -> set[Member]:
    posts = Post.objects.filter(in_force(), role__in=CLASS_ROLES, school_class__in=classes)
    return {(person, str(Capacity.TEACHER)) for person in posts.values_list("person", flat=True)}


def _leaders(school_id: UUID) -> set[Member]:
    posts = Post.objects.filter(in_force(), role__in=LEADING_ROLES, organisation=school_id)
    return {(person, str(Capacity.PRINCIPAL)) for person in posts.values_list("person", flat=True)}
