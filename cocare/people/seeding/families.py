"""The children of the district and the adults they belong to."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from .. import claim_codes
from ..enums import FIRST_GRADE, Relation, RestrictionKind, RestrictionScope
from ..models import CareArrangement, ClaimCode, CustodyRestriction, Enrolment, Guardianship, Person, Pupil, SchoolClass
from . import cast, plan
from .builder import Builder

SIBLING_PAIRS = 100
CODE_HOLDS = timedelta(days=365)
AWAY_SCHOOLS = ("S03", "S04")
AWAY = 0.18


@dataclass
class Family:
    surname: str = ""
    adults: list[tuple[Person, Relation]] = field(default_factory=list)


@dataclass
class Seat:
    """One child's place in a class, before it has a name."""

    school_class: SchoolClass
    roll_no: int
    family: Family
    name: str = ""


def add_families(b: Builder) -> None:
    seats = [Seat(row, number + 1, Family()) for row in b.district.classes for number in range(b.plans[row].size)]
    special = demo_families(b, seats)
    free = [seat for seat in seats if not is_one_of(special, seat.family)]
    pair_up(b, free)
    people_the_families(b, seats, special)
    names: dict = {row.pk: {seat.name for seat in seats if seat.school_class is row} for row in b.district.classes}
    for seat in seats:
        add_child(b, seat, names[seat.school_class.pk])
    protect(b)


def is_one_of(families: list[Family], family: Family) -> bool:
    return any(family is other for other in families)


def demo_families(b: Builder, seats: list[Seat]) -> list[Family]:
    """Put the children of the demo people into their classes. Return their families."""

    def sit(school_class: tuple[str, int, int], roll_no: int, name: str, family: Family) -> None:
        seat = next(
            seat
            for seat in seats
            if seat.roll_no == roll_no
            and (seat.school_class.school.code, b.plans[seat.school_class].grade, seat.school_class.number)
            == school_class
        )
        seat.name, seat.family = name, family

    lin_lan, father = b.demo_person(cast.LIN_LAN), b.add_person(cast.HE_MIAO)
    zhou_jing = b.demo_person(cast.ZHOU_JING)
    xu = Family("许", [(lin_lan, Relation.MOTHER)])
    xu_both = Family("许", [(lin_lan, Relation.MOTHER), (b.demo_person(cast.XU_HENG), Relation.FATHER)])
    he = Family("何", [(father, Relation.FATHER), (b.add_person(), Relation.MOTHER)])
    zhou = Family("周", [(zhou_jing, Relation.MOTHER), (b.add_person(), Relation.FATHER)])
    qiu = Family("邱")
    sit(plan.THE_CLASS, 18, cast.XIAOMAN, xu_both)
    sit(("S06", 7, 1), 9, cast.XIAOCHUAN, xu)
    sit(plan.THE_CLASS, 7, cast.YUZE, he)
    sit(("S01", 5, 1), 12, cast.ZHOU_NIAN, zhou)
    sit(plan.THE_CLASS, 21, cast.XIAOHE, qiu)
    return [xu, xu_both, he, zhou, qiu]


def pair_up(b: Builder, seats: list[Seat]) -> None:
    """Make siblings: the second of each pair joins the first one's family. Never in one class."""
    order = seats.copy()
    b.rng.shuffle(order)
    pairs = [
        (older, younger)
        for older, younger in zip(order[::2], order[1::2], strict=False)
        if older.school_class is not younger.school_class
    ]
    for older, younger in pairs[:SIBLING_PAIRS]:
        younger.family = older.family


def people_the_families(b: Builder, seats: list[Seat], special: list[Family]) -> None:
    """Give each family its adults, so that there are exactly as many guardians as planned."""
    families = list({id(seat.family): seat.family for seat in seats if not is_one_of(special, seat.family)}.values())
    special_adults = len({person.pk for family in special for person, _relation in family.adults})
    alone = 2 * len(families) - (plan.GUARDIANS - special_adults)
    singles = set(b.rng.sample(range(len(families)), alone))
    for number, family in enumerate(families):
        father = b.names.adult()
        family.surname = father[0]
        if number in singles:
            relation = b.rng.choice([Relation.MOTHER, Relation.MOTHER, Relation.FATHER, Relation.GRANDPARENT])
            family.adults = [(b.add_person(father if relation != Relation.MOTHER else ""), relation)]
        else:
            family.adults = [(b.add_person(), Relation.MOTHER), (b.add_person(father), Relation.FATHER)]


def add_child(b: Builder, seat: Seat, others: set[str]) -> None:
    row, planned = seat.school_class, b.plans[seat.school_class]
    pupil = Pupil(name=seat.name or b.names.child(seat.family.surname, others), born_on=birthday(b, planned))
    since = b.term_start(planned.grade - FIRST_GRADE[planned.stage])
    b.pupils.append(pupil)
    b.enrolments.append(Enrolment(pupil=pupil, school_class=row, roll_no=seat.roll_no, since=since))
    b.district.pupils_in.setdefault(row.pk, []).append(pupil)
    b.district.guardians_of[pupil.pk] = []
    for number, (person, relation) in enumerate(seat.family.adults):
        b.guardianships.append(
            Guardianship(pupil=pupil, person=person, relation=relation, primary_contact=number == 0, since=since)
        )
        b.district.guardians_of[pupil.pk].append(person)
    if seat.name == cast.YUZE:
        entrust(b, pupil, b.demo_person(cast.WANG_XIUZHEN))
    elif seat.name == cast.XIAOHE:
        add_code(b, pupil, b.district.head_of[row.pk])
    elif row.school.code in AWAY_SCHOOLS and seat.family.adults and b.rng.random() < AWAY:
        entrust(b, pupil, b.add_person())


def birthday(b: Builder, planned: plan.ClassPlan) -> date:
    """Children enter the first grade of their stage in the school year after the birthday that the law names."""
    age = plan.AGE_OF_FIRST_GRADE[planned.stage] + planned.grade - FIRST_GRADE[planned.stage]
    return date(b.year - age, 8, 31) - timedelta(days=b.rng.randrange(365))


def entrust(b: Builder, pupil: Pupil, caregiver: Person) -> None:
    giver = b.district.guardians_of[pupil.pk][0]
    b.district.caregivers_of.setdefault(pupil.pk, []).append(caregiver)
    b.care.append(
        CareArrangement(
            pupil=pupil,
            caregiver=caregiver,
            entrusted_by=giver,
            relation=Relation.GRANDPARENT,
            since=b.term_start(),
            until=b.district.today + timedelta(days=240),
        )
    )


def add_code(b: Builder, pupil: Pupil, issuer: Person) -> None:
    """The claim code of demo person 15. It holds longer than a real one, because a demo lives for a while."""
    b.district.claim_code = demo_code(b.district.seed_number)
    b.codes.append(
        ClaimCode(
            digest=claim_codes.digest(b.district.claim_code),
            pupil=pupil,
            relation=Relation.MOTHER,
            issued_by=issuer,
            issued_at=b.district.now,
            expires_at=b.district.now + CODE_HOLDS,
        )
    )


def demo_code(seed_number: int) -> str:
    """Return the same code for the same seed, so that the table can name it again at each start."""
    return claim_codes.generate(Random(f"claim code {seed_number}").choice)  # noqa: S311  # the demo's own, printed for everyone


def protect(b: Builder) -> None:
    """Documents in force: one takes everything from demo person 16, two elsewhere only the whereabouts."""
    xu_heng = b.demo_person(cast.XU_HENG)
    elsewhere = [link for link in b.guardianships if link.relation == Relation.FATHER and link.person is not xu_heng]
    restricted = [
        (link, RestrictionKind.VISITATION_SUSPENDED, RestrictionScope.WHEREABOUTS)
        for link in b.rng.sample(elsewhere, 2)
    ]
    own = next(link for link in b.guardianships if link.person is xu_heng)
    restricted.insert(0, (own, RestrictionKind.PROTECTION_ORDER, RestrictionScope.ALL))
    school_of = {enrolment.pupil.pk: enrolment.school_class.school_id for enrolment in b.enrolments}
    for number, (link, kind, scope) in enumerate(restricted, 1):
        b.restrictions.append(
            CustodyRestriction(
                guardianship=link,
                kind=kind,
                scope=scope,
                document_no=f"({b.year})澜民保令{number}号",
                verified_by=b.district.leaders_of[school_of[link.pupil.pk]][1],
                since=b.district.today - timedelta(days=30),
                until=b.district.today + timedelta(days=150),
            )
        )
        if scope == RestrictionScope.ALL:
            b.district.guardians_of[link.pupil.pk].remove(link.person)
