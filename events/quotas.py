"""How many works a school may send in. Source: DOMAIN.md 3d (places)."""

from django.db.models import Q

from cocare.core import clock
from cocare.people.enums import FIRST_GRADE, LAST_GRADE, Stage
from cocare.people.models import Organisation, SchoolClass

from .enums import COUNTED
from .models import Entry, Showcase

SMALL = 24
MIDDLE = 48


def classes_now(school: Organisation) -> int:
    """Classes that have not left the school in this school year. One query."""
    year = clock.school_year()
    here = Q()
    for stage in Stage:
        here |= Q(stage=stage, entry_year__gte=year + FIRST_GRADE[stage] - LAST_GRADE[stage], entry_year__lte=year)
    return SchoolClass.objects.filter(here, school=school).count()


def places(showcase: Showcase, school: Organisation) -> int:
    """Two for up to 24 classes, three up to 48, four above, unless the call says otherwise."""
    count = classes_now(school)
    if count <= SMALL:
        return showcase.quota_small
    return showcase.quota_middle if count <= MIDDLE else showcase.quota_large


def used(showcase: Showcase, school: Organisation) -> int:
    return Entry.objects.filter(showcase=showcase, school=school, state__in=COUNTED).count()
