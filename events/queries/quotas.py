"""How many works a school has sent in, and how many it may."""

from dataclasses import dataclass

from django.db.models import Q

from cocare.core import clock
from cocare.people.enums import FIRST_GRADE, LAST_GRADE, Stage
from cocare.people.models import Organisation, SchoolClass

from ..domain.quotas import quota_for
from ..enums import COUNTED
from ..models import Entry, Showcase


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """`used` of `quota` works are sent in from a school."""

    school: Organisation
    used: int
    quota: int

    @property
    def is_used_up(self) -> bool:
        return self.used >= self.quota


def quota_use(showcase: Showcase, school: Organisation) -> QuotaUse:
    """Two queries."""
    used = Entry.objects.filter(showcase=showcase, school=school, state__in=COUNTED).count()
    return QuotaUse(school, used, quota_for(showcase, class_count_of(school)))


def class_count_of(school: Organisation) -> int:
    """Return how many classes have not left the school in this school year. One query."""
    year = clock.school_year()
    here = Q()
    for stage in Stage:
        here |= Q(stage=stage, entry_year__gte=year + FIRST_GRADE[stage] - LAST_GRADE[stage], entry_year__lte=year)
    return SchoolClass.objects.filter(here, school=school).count()
