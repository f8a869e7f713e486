"""Persons: the actor's own, by id, by phone number, and everybody for the administrator."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from cocare.core.access import Actor, visible

from .. import rules
from ..models import Account, Person

PHONE_DIGITS = 11


def own_name(actor: Actor) -> str:
    """Return the acting person's own name."""
    return Person.objects.values_list("name", flat=True).get(pk=actor.acting_person_id)


def names_by_person(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of these people. One query."""
    return dict(Person.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "name"))


def own_person(actor: Actor) -> Person:
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
