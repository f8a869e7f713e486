"""Reads about people: who a signed-in person can act as, and whom they may see."""

from uuid import UUID

from django.db.models import CharField, Prefetch, QuerySet, Value

from cocare.core.access import ANONYMOUS, Actor, visible
from cocare.core.dated import in_force

from . import rules
from .enums import CAPACITY_OF, Capacity, Role
from .models import Account, CareArrangement, Enrolment, Guardianship, Person, Post, Pupil, SchoolClass


def capacities(person_id: UUID) -> list[Capacity]:
    """The capacities open to a person today, in the enum's order; a guardian's where nothing else is. One query."""
    text = CharField()
    posts = Post.objects.filter(in_force(), person_id=person_id).values_list("role")
    family = Guardianship.objects.filter(in_force(), person_id=person_id).values_list(
        Value("guardian", output_field=text)
    )
    care = CareArrangement.objects.filter(in_force(), caregiver_id=person_id).values_list(
        Value("caregiver", output_field=text)
    )
    found = {CAPACITY_OF[Role(key)] if key in Role.values else Capacity(key) for (key,) in posts.union(family, care)}
    return [capacity for capacity in Capacity if capacity in found] or [Capacity.GUARDIAN]


def actor_for(account: Account, *, wanted: str = "", session_key: str = "") -> Actor:
    """The account's person in the wanted capacity if it is open today, else in the first open one."""
    if not account.is_active:
        return ANONYMOUS
    open_now = capacities(account.person_id)
    capacity = wanted if wanted in open_now else open_now[0]
    return Actor(account.pk, account.person_id, str(capacity), session_key)


def pupils(actor: Actor) -> QuerySet[Pupil]:
    """The children this actor may see, each with today's enrolment in `now_in` (a list of one or none)."""
    current = Enrolment.objects.filter(in_force()).select_related("school_class__school")
    return (
        visible(Pupil, actor, rules.sees_pupil)
        .prefetch_related(Prefetch("enrolments", queryset=current, to_attr="now_in"))
        .order_by("name", "pk")
    )


def classes(actor: Actor) -> QuerySet[SchoolClass]:
    """The classes this actor teaches, leads or has a child in."""
    return (
        visible(SchoolClass, actor, rules.sees_class)
        .select_related("school")
        .order_by("school__code", "-entry_year", "number")
    )


def children(actor: Actor) -> QuerySet[Pupil]:
    """The children whom this actor sees as family."""
    return visible(Pupil, actor, rules.family_of).order_by("name", "pk")


def name_of(actor: Actor) -> str:
    """The acting person's own name."""
    return Person.objects.values_list("name", flat=True).get(pk=actor.person_id)
