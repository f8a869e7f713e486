"""Who signs in, who they are, and in which capacities they can act."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import CharField, QuerySet, Value

from cocare.core.access import ANONYMOUS, Actor, visible
from cocare.core.validity_period import in_force

from .. import rules
from ..enums import CAPACITY_OF, FAMILY, Capacity, Role
from ..models import Account, CareArrangement, Guardianship, Person, Post

PHONE_DIGITS = 11


def capacities(person_id: UUID) -> list[Capacity]:
    """Return the capacities open to a person today, in the enum's order; a guardian's where nothing else is.

    One query.
    """
    return capacities_of([person_id])[person_id]


def capacities_of(person_ids: Sequence[UUID]) -> dict[UUID, list[Capacity]]:
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


def name_of(actor: Actor) -> str:
    """Return the acting person's own name."""
    return Person.objects.values_list("name", flat=True).get(pk=actor.acting_person_id)


def names_of(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of these people. One query."""
    return dict(Person.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "name"))


def person_of(actor: Actor) -> Person:
    """Return the actor's own person with its account."""
    return Person.objects.select_related("account").get(pk=actor.acting_person_id)


def person_by_phone(phone: str) -> Person | None:
    """Return who signs in with this number (E.164), if the account is open."""
    account = Account.objects.select_related("person").filter(phone=phone, is_active=True).first()
    return account.person if account else None


def people(actor: Actor, text: str = "") -> QuerySet[Person]:
    """Return everybody, for the administrator; found by a part of the name or by the whole mobile number."""
    rows = visible(Person, actor, rules.administers).select_related("account")
    digits = "".join(character for character in text if character.isdecimal())
    if len(digits) >= PHONE_DIGITS:
        rows = rows.filter(account__phone__endswith=digits[-PHONE_DIGITS:])
    elif text:
        rows = rows.filter(name__icontains=text)
    return rows.order_by("name", "pk")
