"""The demo district as the apps' seeds see it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from uuid import UUID

from cocare.core.access import Actor
from cocare.core.clock import ZONE

from ..models import District, Organisation, Person, Pupil, SchoolClass


@dataclass
class DemoDistrict:
    """`now` and `rng` are the only clock and the only chance that seeds may use: one seed number, one district."""

    now: datetime
    rng: Random
    seed_number: int
    row: District
    commission: Organisation
    schools: dict[str, Organisation]
    partners: dict[str, Organisation]
    """One organisation for each kind of partner (OrganisationKind)."""
    organisations: list[Organisation]
    classes: list[SchoolClass] = field(default_factory=list)
    head_of: dict[UUID, Person] = field(default_factory=dict)
    teachers_of: dict[UUID, list[Person]] = field(default_factory=dict)
    """The class's teachers, the head teacher first."""
    pupils_in: dict[UUID, list[Pupil]] = field(default_factory=dict)
    guardians_of: dict[UUID, list[Person]] = field(default_factory=dict)
    """By pupil; without those from whom a document takes everything."""
    caregivers_of: dict[UUID, list[Person]] = field(default_factory=dict)
    team_of: dict[UUID, list[Person]] = field(default_factory=dict)
    """The family education team of each school."""
    leaders_of: dict[UUID, list[Person]] = field(default_factory=dict)
    """Principal and vice-principal of each school."""
    jurors: list[Person] = field(default_factory=list)
    claim_code: str = ""
    people: dict[str, Person] = field(default_factory=dict)
    account_ids: dict[UUID, UUID] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    @property
    def the_class(self) -> SchoolClass:
        """三年级2班 of S02, to which most demo people belong."""
        school = self.schools["S02"]
        return next(row for row in self.classes if row.school_id == school.pk and (row.grade, row.number) == (3, 2))

    def person(self, phone: str) -> Person:
        """Return the demo person of a phone number: "19900000001"."""
        return self.people[phone]

    def actor(self, person: Person, capacity: str) -> Actor:
        """Return the person acting in a capacity, as services want it. One without an account acts in nobody's name."""
        return Actor(self.account_ids.get(person.pk), person.pk, str(capacity), "")
