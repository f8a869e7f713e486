"""Builders for whatever a test needs beside the named cast. Each makes one thing, with sensible parts around it."""

from datetime import date, timedelta
from itertools import count

from django.test import Client

from cocare.channel.kinds import FAMILY, SCHOOL_CLASS
from cocare.channel.models import Conversation
from cocare.core import clock
from cocare.core.access import Actor
from cocare.people.enums import (
    CAPACITY_OF,
    Capacity,
    OrganisationKind,
    Relation,
    RestrictionKind,
    RestrictionScope,
    Role,
    Stage,
)
from cocare.people.middleware import SESSION_CAPACITY
from cocare.people.models import (
    Account,
    CareArrangement,
    CustodyRestriction,
    District,
    Enrolment,
    Guardianship,
    Organisation,
    Person,
    Post,
    Pupil,
    SchoolClass,
)

_number = count(1)
LONG_AGO = date(2020, 9, 1)


def yesterday() -> date:
    return clock.today() - timedelta(days=1)


def district() -> District:
    return District.objects.get_or_create(code="lanchuan", defaults={"name": "澜川区"})[0]


def organisation(kind=OrganisationKind.SCHOOL, name: str = "", group: Organisation | None = None) -> Organisation:
    number = next(_number)
    name = name or f"第{number}单位"
    return Organisation.objects.create(
        district=district(), kind=kind, code=f"o{number:05d}", name=name, short_name=name[:20], group=group
    )


def school_class(
    school: Organisation | None = None, entry_year: int | None = None, number: int | None = None, stage=Stage.PRIMARY
) -> SchoolClass:
    return SchoolClass.objects.create(
        school=school or organisation(),
        stage=stage,
        entry_year=entry_year or clock.school_year() - 2,
        number=number or next(_number) % 1000,
    )


def person(name: str = "") -> Person:
    return Person.objects.create(name=name or f"人{next(_number)}")


def account(of: Person, phone: str = "", password: str | None = None) -> Account:
    found = Account.objects.filter(person=of).first()
    return found or Account.objects.create_user(phone or f"+86139{next(_number):08d}", of, password)


def pupil(name: str = "", in_class: SchoolClass | None = None, born_on: date = date(2017, 5, 20)) -> Pupil:
    child = Pupil.objects.create(name=name or f"孩子{next(_number)}", born_on=born_on)
    enrol(child, in_class or school_class())
    return child


def enrol(child: Pupil, in_class: SchoolClass, since: date = LONG_AGO, until: date | None = None) -> Enrolment:
    return Enrolment.objects.create(
        pupil=child, school_class=in_class, roll_no=next(_number) % 30000, since=since, until=until
    )


def guardian(of: Pupil, name: str = "", relation=Relation.MOTHER, who: Person | None = None, **dates) -> Person:
    who = who or person(name)
    Guardianship.objects.create(pupil=of, person=who, relation=relation, **{"since": LONG_AGO, **dates})
    return who


def restrict(
    who: Person, child: Pupil, scope=RestrictionScope.ALL, kind=RestrictionKind.PROTECTION_ORDER, **dates
) -> CustodyRestriction:
    return CustodyRestriction.objects.create(
        guardianship=Guardianship.objects.get(person=who, pupil=child),
        kind=kind,
        scope=scope,
        document_no="(2026)澜民保令1号",
        verified_by=person("德育主任"),
        **{"since": LONG_AGO, **dates},
    )


def caregiver(of: Pupil, entrusted_by: Person, name: str = "", **dates) -> Person:
    who = person(name)
    CareArrangement.objects.create(
        pupil=of,
        caregiver=who,
        entrusted_by=entrusted_by,
        relation=Relation.GRANDPARENT,
        **{"since": LONG_AGO, **dates},
    )
    return who


def post(role: Role, at: Organisation | None = None, name: str = "", who: Person | None = None, **fields) -> Person:
    who = who or person(name)
    Post.objects.create(person=who, organisation=at or organisation(), role=role, **{"since": LONG_AGO, **fields})
    return who


def teacher(of: SchoolClass, name: str = "", role=Role.SUBJECT_TEACHER, who: Person | None = None, **fields) -> Person:
    return post(role, of.school, name, who, school_class=of, **fields)


def child_thread(of: Pupil) -> Conversation:
    """The conversation about a child, as the job opens it."""
    return Conversation.objects.get_or_create(kind=FAMILY.value, pupil=of)[0]


def class_conversation(of: SchoolClass) -> Conversation:
    return Conversation.objects.get_or_create(kind=SCHOOL_CLASS.value, school_class=of)[0]


def actor(who: Person, capacity: Capacity | None = None) -> Actor:
    """The person acting in a capacity: the one named, else that of the person's first post, else a guardian's."""
    if capacity is None:
        first = who.posts.order_by("since").first()
        capacity = CAPACITY_OF[Role(first.role)] if first else Capacity.GUARDIAN
    return Actor(account(who).pk, who.pk, str(capacity), "")


def client(who: Person, capacity: Capacity | None = None) -> Client:
    """A signed-in test client of that person in that capacity."""
    browser = Client()
    browser.force_login(account(who), backend="django.contrib.auth.backends.ModelBackend")
    session = browser.session
    session[SESSION_CAPACITY] = actor(who, capacity).capacity
    session.save()
    return browser
