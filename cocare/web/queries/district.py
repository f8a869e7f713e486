"""The district in figures: how each part of the "1+2+3" model stands today, counted from rows.

Only sums of organisations, posts and public works: nothing here is about a child, and no school stands beside another.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Q

from cocare.core.access import ANONYMOUS
from cocare.core.validity_period import in_force
from cocare.people.enums import TEACHING_KINDS, OrganisationKind, Role
from cocare.people.models import Organisation, Post, SchoolClass
from events import rules as events
from events.enums import ShowcaseState
from events.models import Award, Entry, Showcase
from parents_school.enums import CourseState
from parents_school.models import Certificate, Course, Lesson

SHOWN_FOR = 60  # seconds; the front page is open to everyone, so it must not cost a count per visit
PARTNERS = (
    OrganisationKind.WOMENS_FEDERATION,
    OrganisationKind.COURT,
    OrganisationKind.PROCURATORATE,
    OrganisationKind.POLICE,
    OrganisationKind.JUSTICE_BUREAU,
    OrganisationKind.CIVIL_AFFAIRS,
    OrganisationKind.TOWNSHIP,
    OrganisationKind.COMMUNITY,
)
JUSTICE_ROLES = (Role.COURT_OFFICER, Role.PROSECUTOR, Role.POLICE_OFFICER, Role.JUSTICE_OFFICER)
DISTRICT_TEAM = (Role.DISTRICT_TEAM_LEAD, Role.DISTRICT_TEAM)


@dataclass(frozen=True)
class Figures:
    """Counts of today, by part of the model."""

    schools: int
    groups: int
    classes: int
    partners: int
    justice_officers: int
    law_vice_principals: int
    district_team: int
    school_team: int
    schools_with_team: int
    lecturers: int
    courses: int
    lessons: int
    certificates: int
    showcases: int
    entries: int
    awards: int


def figures() -> Figures:
    """The figures of the front page, at most a minute old."""
    return cache.get_or_set("district-figures", _count, SHOWN_FOR)


def _count() -> Figures:
    kinds = Organisation.objects.aggregate(
        schools=Count("pk", filter=Q(kind__in=TEACHING_KINDS)),
        groups=Count("pk", filter=Q(kind=OrganisationKind.EDUCATION_GROUP)),
        partners=Count("pk", filter=Q(kind__in=PARTNERS)),
    )

    def people(*roles):
        return Count("person", filter=Q(role__in=roles), distinct=True)

    posts = Post.objects.filter(in_force()).aggregate(
        justice_officers=people(*JUSTICE_ROLES),
        law_vice_principals=people(Role.LAW_VICE_PRINCIPAL),
        district_team=people(*DISTRICT_TEAM),
        school_team=people(Role.SCHOOL_TEAM),
        schools_with_team=Count("organisation", filter=Q(role=Role.SCHOOL_TEAM), distinct=True),
        lecturers=people(Role.LECTURER),
    )
    return Figures(**kinds, classes=SchoolClass.objects.count(), **posts, **_learning(), **_public())


def _learning() -> dict[str, int]:
    published = Course.objects.filter(state=CourseState.PUBLISHED)
    return {
        "courses": published.count(),
        "lessons": Lesson.objects.filter(course__in=published).count(),
        "certificates": Certificate.objects.filter(revoked_at=None).count(),
    }


def _public() -> dict[str, int]:
    works = Entry.objects.filter(events.public_work.condition(ANONYMOUS))
    return {
        "showcases": Showcase.objects.exclude(state=ShowcaseState.PLANNED).count(),
        "entries": works.count(),
        "awards": Award.objects.filter(events.public_award.condition(ANONYMOUS)).count(),
    }
