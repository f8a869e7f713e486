"""The demo district: complete, the same for one seed, seeded once."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cocare.core import clock
from cocare.core.contributions import contributing_apps
from cocare.people import claim_codes, demo, queries
from cocare.people.enums import CLASS_ROLES, Capacity, OrganisationKind
from cocare.people.models import (
    Account,
    ClaimCode,
    CustodyRestriction,
    Guardianship,
    Organisation,
    Person,
    Post,
    Pupil,
    SchoolClass,
)
from cocare.people.seeding import cast
from cocare.web.management.commands.seed import empty_tables

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.fixture
def district():
    with clock.freeze(NOW):
        yield demo.build(NOW)


def names():
    return list(Person.objects.order_by("pk").values_list("name", flat=True))


def test_it_is_as_large_as_promised(district):
    assert Pupil.objects.count() == 1200
    assert Guardianship.objects.values("person").distinct().count() == 2000
    assert Post.objects.filter(role__in=CLASS_ROLES).values("person").distinct().count() == 150
    assert SchoolClass.objects.count() >= 40
    assert Organisation.objects.filter(kind=OrganisationKind.EDUCATION_GROUP).count() == 2
    assert Organisation.objects.filter(kind=OrganisationKind.KINDERGARTEN).count() == 1
    assert Organisation.objects.filter(kind=OrganisationKind.SCHOOL).count() >= 6
    assert set(OrganisationKind.values) == set(Organisation.objects.values_list("kind", flat=True))


def test_one_seed_gives_one_district(district):
    first = names()
    empty_tables()
    with clock.freeze(NOW):
        demo.build(NOW)
    assert names() == first


def seen(district, phone, capacity=Capacity.GUARDIAN):
    return {pupil.name for pupil in queries.pupils(district.actor(district.person(phone), capacity))}


def test_the_sixteen_people_are_who_the_table_says(district):
    assert set(district.people) == set(demo.DEMO_PEOPLE)
    assert all(Account.objects.get(phone=f"+86{phone}").phone_verified for phone in demo.DEMO_PEOPLE)
    assert seen(district, cast.LIN_LAN) == {cast.XIAOMAN, cast.XIAOCHUAN}
    assert seen(district, cast.WANG_XIUZHEN, Capacity.CAREGIVER) == {cast.YUZE}
    assert seen(district, cast.ZHOU_JING) == {cast.ZHOU_NIAN}
    assert len(seen(district, cast.ZHOU_JING, Capacity.TEACHER)) == 36
    assert queries.classes(district.actor(district.person(cast.LUO_PING), Capacity.TEACHER)).count() == 3
    assert seen(district, cast.QIU_MINGYUE) == seen(district, cast.XU_HENG) == set()
    assert CustodyRestriction.objects.filter(guardianship__person=district.person(cast.XU_HENG)).exists()
    assert Account.objects.get(phone=f"+86{cast.WANG_XIUZHEN}").text_size == Account.TextSize.LARGE


def test_the_printed_claim_code_is_the_one_in_the_database(district):
    assert ClaimCode.objects.get().digest == claim_codes.digest(demo.demo_code(1))


def test_what_rooms_get_leaves_out_whom_a_document_excludes(district):
    xiaoman = next(pupil for pupil in district.pupils_in[district.the_class.pk] if pupil.name == cast.XIAOMAN)
    assert district.guardians_of[xiaoman.pk] == [district.person(cast.LIN_LAN)]


def seed(*arguments):
    out = StringIO()
    call_command("seed", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def demo_on(settings, monkeypatch):
    """The demo with its people only: the other apps' contents take minutes."""
    settings.DEMO = True
    for app in contributing_apps():
        monkeypatch.setattr(app, "seed_demo", lambda district: None)


def test_seeding_twice_seeds_once_and_tells_the_people_each_time(demo_on):
    first, people = seed(), names()
    second = seed()
    assert "Seeding" in first
    assert "Seeding" not in second
    assert demo.demo_code(1) in second
    assert names() == people


def test_fresh_wipes_and_another_seed_does_not_mix(demo_on):
    seed()
    with pytest.raises(CommandError):
        seed("--seed", "2")
    people = names()
    seed("--seed", "2", "--fresh")
    assert names() != people


def test_it_refuses_outside_the_demo():
    with pytest.raises(CommandError):
        seed()
    assert not Person.objects.exists()
