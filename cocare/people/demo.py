"""The demo district: its people first, then every app's own contents on top of them."""

from datetime import datetime

from django.db import transaction

from cocare.core import clock

from .models import Account, District
from .seeding import cast
from .seeding.builder import Builder
from .seeding.cast import DEMO_PEOPLE
from .seeding.demo_district import DemoDistrict
from .seeding.families import add_families, demo_code
from .seeding.staff import add_staff

__all__ = ["DEMO_PEOPLE", "DemoDistrict", "build", "code_of", "demo_code", "find"]

OTHERS = 200


def code_of(seed_number: int) -> str:
    """Return the name in the database of the district with a seed number."""
    return "lanchuan" if seed_number == 1 else f"lanchuan-{seed_number}"


def find(seed_number: int) -> District | None:
    """Return the district with that seed number, if it has been seeded."""
    return District.objects.filter(code=code_of(seed_number)).first()


@transaction.atomic
def build(now: datetime, seed_number: int = 1) -> DemoDistrict:
    """Put the district's people into an empty database: the same ones for the same seed, dated relative to `now`."""
    with clock.freeze(now):
        builder = Builder(now, seed_number, code_of(seed_number))
        builder.add_classes()
        add_staff(builder)
        add_families(builder)
        for phone in DEMO_PEOPLE:
            builder.demo_person(phone)
        builder.write()
        add_accounts(builder)
    return builder.district


def add_accounts(b: Builder) -> None:
    """Accounts for the demo people and for about two hundred others, all with telephone numbers of the demo."""
    district = b.district
    phones = {f"+86{phone}": b.demo_person(phone) for phone in DEMO_PEOPLE}
    known = {person.pk for person in phones.values()}
    families = [
        person for pupil in district.pupils_in[district.the_class.pk] for person in district.guardians_of[pupil.pk]
    ]
    with_account = [
        *district.head_of.values(),
        *district.jurors,
        *district.teachers_of[district.the_class.pk],
        *families,
        *b.persons,
    ]
    others = list({person.pk: person for person in with_account if person.pk not in known}.values())[:OTHERS]
    phones |= {f"+86199010{number:05d}": person for number, person in enumerate(others, 1)}
    accounts = [
        Account(person=person, phone=phone, phone_verified=True, created_at=district.now)
        for phone, person in phones.items()
    ]
    for account in accounts:
        account.set_unusable_password()
        if account.person is district.people[cast.WANG_XIUZHEN]:
            account.text_size = Account.TextSize.LARGE
    Account.objects.bulk_create(accounts)
    district.account_ids = {account.person_id: account.pk for account in accounts}
