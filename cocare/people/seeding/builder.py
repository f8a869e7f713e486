"""The demo district's organisations, classes and posts, built in memory and written at the end."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from django.db.models import Model

from cocare.core import clock

from ..enums import FIRST_GRADE, OrganisationKind, Role
from ..models import (
    CareArrangement,
    ClaimCode,
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
from . import cast, plan
from .demo_district import DemoDistrict
from .names import Names

TERM_STARTS = (9, 1)


class Builder:
    """The rows so far. `write()` puts them into the database, each table in one go."""

    def __init__(self, now: datetime, seed_number: int, code: str):
        self.rng = Random(seed_number)  # noqa: S311  # the same district every time is the point
        self.names = Names(self.rng, cast.NAMES | {cast.HE_MIAO})
        self.year = clock.school_year(now.astimezone(clock.ZONE).date())
        district = District(code=code, name=plan.DISTRICT)
        groups = {
            key: Organisation(
                district=district, kind=OrganisationKind.EDUCATION_GROUP, code=key, name=name, short_name=short
            )
            for key, (name, short) in plan.GROUPS.items()
        }
        schools = {
            key: Organisation(
                district=district, kind=kind, code=key, name=name, short_name=short, group=groups.get(group)
            )
            for key, (name, short, kind, group, _grades) in plan.SCHOOLS.items()
        }
        partners = [
            Organisation(district=district, kind=kind, code=key, name=name, short_name=short)
            for key, (name, short, kind) in plan.PARTNERS.items()
        ]
        first_of = {str(row.kind): row for row in reversed(partners)}
        self.district = DemoDistrict(
            now=now,
            rng=self.rng,
            seed_number=seed_number,
            row=district,
            commission=first_of[OrganisationKind.EDUCATION_COMMISSION],
            schools=schools,
            partners=first_of,
            organisations=[*groups.values(), *schools.values(), *partners],
        )
        self.persons: list[Person] = []
        self.posts: list[Post] = []
        self.pupils: list[Pupil] = []
        self.enrolments: list[Enrolment] = []
        self.guardianships: list[Guardianship] = []
        self.care: list[CareArrangement] = []
        self.restrictions: list[CustodyRestriction] = []
        self.codes: list[ClaimCode] = []
        self.plans: dict[SchoolClass, plan.ClassPlan] = {}

    def term_start(self, years_ago: int = 0) -> date:
        return date(self.year - years_ago, *TERM_STARTS)

    def add_person(self, name: str = "") -> Person:
        person = Person(name=name or self.names.adult())
        self.persons.append(person)
        return person

    def demo_person(self, phone: str) -> Person:
        if phone not in self.district.people:
            self.district.people[phone] = self.add_person(cast.DEMO_PEOPLE[phone].name)
        return self.district.people[phone]

    def add_post(self, person: Person, role: Role, at: Organisation, years: int = 0, **fields) -> Person:
        """Give a post that is held since `years` (or some) school years ago."""
        since = self.term_start(years or self.rng.randint(0, 5))
        self.posts.append(Post(person=person, organisation=at, role=role, since=since, **fields))
        return person

    def add_classes(self) -> None:
        for planned in plan.class_plans():
            row = SchoolClass(
                school=self.district.schools[planned.school],
                stage=planned.stage,
                entry_year=self.year - planned.grade + FIRST_GRADE[planned.stage],
                number=planned.number,
            )
            self.plans[row] = planned
            self.district.classes.append(row)

    def is_the_class(self, row: SchoolClass) -> bool:
        planned = self.plans[row]
        return (planned.school, planned.grade, planned.number) == plan.THE_CLASS

    def yesterday(self) -> date:
        return self.district.today - timedelta(days=1)

    def write(self) -> None:
        self.district.row.save(force_insert=True)
        tables: tuple[Sequence[Model], ...] = (
            self.district.organisations,
            self.district.classes,
            self.persons,
            self.posts,
            self.pupils,
            self.enrolments,
            self.guardianships,
            self.care,
            self.restrictions,
            self.codes,
        )
        for rows in tables:
            if rows:
                type(rows[0])._default_manager.bulk_create(rows, batch_size=1000)
