"""The people who work in the district: teachers, leaderships, teams, partners."""

from ..enums import OrganisationKind as Kind
from ..enums import Role, Stage
from ..models import Organisation, Person, SchoolClass
from . import cast, plan
from .builder import Builder

JURORS = 9
MATHS = "数学"
TEAM_SIZE = 3

# Who holds which post at which partner, by the code of plan.PARTNERS; demo people stand in DEMO_POSTS.
PARTNER_POSTS = (
    ("P01", Role.DISTRICT_STAFF, 3),
    ("P02", Role.DISTRICT_TEAM, 6),
    ("P03", Role.FEDERATION_OFFICER, 2),
    ("P04", Role.COURT_OFFICER, 1),
    ("P05", Role.PROSECUTOR, 2),
    ("P06", Role.POLICE_OFFICER, 2),
    ("P07", Role.JUSTICE_OFFICER, 2),
    ("P08", Role.COMMUNITY_WORKER, 2),
    ("P09", Role.COMMUNITY_WORKER, 1),
    ("P10", Role.COMMUNITY_WORKER, 2),
    ("P12", Role.COMMUNITY_WORKER, 1),
    ("P13", Role.COMMUNITY_WORKER, 1),
)
DEMO_POSTS = (
    (cast.PRINCIPAL, Role.PRINCIPAL, "S02"),
    (cast.TEAM_MEMBER, Role.SCHOOL_TEAM, "S02"),
    (cast.TEAM_MEMBER, Role.LECTURER, "P02"),
    (cast.TEAM_LEAD, Role.DISTRICT_TEAM_LEAD, "P02"),
    (cast.DISTRICT_STAFF, Role.DISTRICT_STAFF, "P01"),
    (cast.JUROR, Role.JUROR, "P01"),
    (cast.COURT_OFFICER, Role.COURT_OFFICER, "P04"),
    (cast.LAW_VICE_PRINCIPAL, Role.LAW_VICE_PRINCIPAL, "S02"),
    (cast.COMMUNITY_WORKER, Role.COMMUNITY_WORKER, "P11"),
    (cast.ADMINISTRATOR, Role.ADMINISTRATOR, "P01"),
    (cast.AUDITOR, Role.AUDIT_ADMINISTRATOR, "P01"),
)


def add_staff(b: Builder) -> None:
    add_heads(b)
    for school in b.district.schools.values():
        add_subject_teachers(b, school)
        add_leaders(b, school)
    add_partners(b)


def add_heads(b: Builder) -> None:
    for row in b.district.classes:
        planned = b.plans[row]
        person = b.demo_person(cast.ZHOU_JING) if b.is_the_class(row) else b.add_person()
        subject = plan.HEADS_SUBJECT[planned.stage]
        b.add_post(person, Role.HEAD_TEACHER, row.school, 2, school_class=row, subject=subject)
        b.district.head_of[row.pk] = person
        b.district.teachers_of[row.pk] = [person]


def share_of(b: Builder, school: Organisation) -> int:
    """Return how many of the district's subject teachers work here: by its part of the classes, 150 in all."""
    all_of_them = plan.TEACHERS - len(b.district.classes)
    before = 0
    for other in b.district.schools.values():
        here = sum(row.school is other for row in b.district.classes)
        if other is school:
            return all_of_them * (before + here) // len(b.district.classes) - all_of_them * before // len(
                b.district.classes
            )
        before += here
    raise LookupError(school.code)


def add_subject_teachers(b: Builder, school: Organisation) -> None:
    rows = [row for row in b.district.classes if row.school is school]
    subjects = list(dict.fromkeys(subject for row in rows for subject in plan.SUBJECTS[Stage(row.stage)]))
    pool = [
        (teacher_at(b, school, position), subjects[position % len(subjects)]) for position in range(share_of(b, school))
    ]
    turns = dict.fromkeys(subjects, 0)
    for row in rows:
        for subject in plan.SUBJECTS[Stage(row.stage)]:
            able = [person for person, own in pool if own == subject] or [person for person, _own in pool]
            teach(b, row, subject, pick(b, row, subject, able, turns))


def teacher_at(b: Builder, school: Organisation, position: int) -> Person:
    """Return a teacher; the first of S02, whose subject is mathematics, is demo person 4."""
    return b.demo_person(cast.LUO_PING) if (school.code, position) == ("S02", 0) else b.add_person()


def pick(b: Builder, row: SchoolClass, subject: str, able: list[Person], turns: dict[str, int]) -> Person:
    """Return whose turn it is; the three classes of demo person 4 are fixed."""
    luo_ping = b.district.people.get(cast.LUO_PING)
    planned = b.plans[row]
    if luo_ping in able and subject == MATHS:
        if (planned.grade, planned.number) in ((3, 1), (3, 2), (4, 1)):
            return luo_ping
        able = [person for person in able if person is not luo_ping] or able
    turns[subject] += 1
    return able[turns[subject] % len(able)]


def teach(b: Builder, row: SchoolClass, subject: str, person: Person) -> None:
    b.add_post(person, Role.SUBJECT_TEACHER, row.school, 1, school_class=row, subject=subject)
    if person not in b.district.teachers_of[row.pk]:
        b.district.teachers_of[row.pk].append(person)


def add_leaders(b: Builder, school: Organisation) -> None:
    principal = (
        b.demo_person(cast.PRINCIPAL) if school.code == "S02" else b.add_post(b.add_person(), Role.PRINCIPAL, school)
    )
    vice = b.add_post(b.add_person(), Role.MORAL_VICE_PRINCIPAL, school)
    b.district.leaders_of[school.pk] = [principal, vice]
    team = [b.demo_person(cast.TEAM_MEMBER)] if school.code == "S02" else []
    team += [b.add_post(b.add_person(), Role.SCHOOL_TEAM, school) for _ in range(TEAM_SIZE - len(team))]
    b.district.team_of[school.pk] = team
    if school.kind == Kind.SCHOOL:
        b.add_post(b.add_person(), Role.COUNSELLOR, school)


def add_partners(b: Builder) -> None:
    by_code = {row.code: row for row in b.district.organisations}
    for phone, role, code in DEMO_POSTS:
        b.add_post(b.demo_person(phone), role, by_code[code])
    b.add_post(b.demo_person(cast.LAW_VICE_PRINCIPAL), Role.POLICE_OFFICER, by_code["P06"])
    for code, role, count in PARTNER_POSTS:
        for _ in range(count):
            b.add_post(b.add_person(), role, by_code[code])
    others = [b.add_post(b.add_person(), Role.JUROR, b.district.commission) for _ in range(JURORS - 1)]
    b.district.jurors = [b.demo_person(cast.JUROR), *others]
