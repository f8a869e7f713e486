"""The capacities in which people can act today, and the actor of an account."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import CharField, Value

from cocare.core.access import ANONYMOUS, Actor
from cocare.core.validity_period import in_force

from ..enums import CAPACITY_OF, FAMILY, Capacity, Role
from ..models import Account, CareArrangement, Guardianship, Post


def capacities(person_id: UUID) -> list[Capacity]:
    """Return the capacities open to a person today, in the enum's order; a guardian's where nothing else is.

    One query.
    """
    return capacities_by_person([person_id])[person_id]


def capacities_by_person(person_ids: Sequence[UUID]) -> dict[UUID, list[Capacity]]:
    """Return `capacities` of many at once. One query, however many."""
    text = CharField()
    posts = Post.objects.filter(in_force(), person_id__in=person_ids).values_list("person_id", "role")
    guardians = Guardianship.objects.filter(in_force(), person_id__in=person_ids).values_list(
        "person_id", Value(Capacity.GUARDIAN.value, output_field=text)
    )
    caregivers = CareArrangement.objects.filter(in_force(), caregiver_id__in=person_ids).values_list(
        "caregiver_id", Value(Capacity.CAREGIVER.value, output_field=text)
    )
    open_to: dict[UUID, set[Capacity]] = {person_id: set() for person_id in person_ids}
    for person_id, key in posts.union(guardians, caregivers):
        open_to[person_id].add(CAPACITY_OF[Role(key)] if key in Role.values else Capacity(key))
    return {
        person_id: [capacity for capacity in Capacity if capacity in open_now] or [Capacity.GUARDIAN]
        for person_id, open_now in open_to.items()
    }


def actor_for(
    account: Account, *, wanted: str = "", session_key: str = "", open_now: list[Capacity] | None = None
) -> Actor:
    """Return the account's person in the wanted capacity if it is open today, else in the first open one.

    A caller that has looked the capacities up already passes them as `open_now`.
    """
    if not account.is_active:
        return ANONYMOUS
    open_now = capacities(account.person_id) if open_now is None else open_now
    usual = next((capacity for capacity in open_now if capacity not in FAMILY), open_now[0])
    capacity = wanted if wanted in open_now else usual
    return Actor(account.pk, account.person_id, str(capacity), session_key)
