"""The district in figures: its schools, partners and posts, counted from rows. Sums only: no school beside another."""

from django.db.models import Count, Q

from cocare.core.validity_period import in_force

from .enums import TEACHING_KINDS, OrganisationKind, Role
from .models import Organisation, Post, SchoolClass

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


def figures() -> dict[str, int]:
    """Return counts of organisations, classes and people in office today. Three queries."""
    organisations = Organisation.objects.aggregate(
        schools=Count("pk", filter=Q(kind__in=TEACHING_KINDS)),
        groups=Count("pk", filter=Q(kind=OrganisationKind.EDUCATION_GROUP)),
        partners=Count("pk", filter=Q(kind__in=PARTNERS)),
    )
    posts = Post.objects.filter(in_force()).aggregate(
        justice_officers=_people(*JUSTICE_ROLES),
        law_vice_principals=_people(Role.LAW_VICE_PRINCIPAL),
        district_team=_people(*DISTRICT_TEAM),
        school_team=_people(Role.SCHOOL_TEAM),
        schools_with_team=Count("organisation", filter=Q(role=Role.SCHOOL_TEAM), distinct=True),
        lecturers=_people(Role.LECTURER),
    )
    return {**organisations, "classes": SchoolClass.objects.count(), **posts}


def _people(*roles: Role) -> Count:
    return Count("person", filter=Q(role__in=roles), distinct=True)
