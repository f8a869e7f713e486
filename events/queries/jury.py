"""Who may judge: candidates, and pairs of work and juror that must not meet."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from cocare.core import clock
from cocare.core.validity_period import in_force
from cocare.people.enums import Role
from cocare.people.models import Person, Post

from ..enums import ScoreSheetState
from ..models import Author, Entry, ScoreSheet, Showcase

SAME_SCHOOL_YEARS = 3


def jury_candidates(showcase: Showcase) -> QuerySet[Person]:
    """Return everyone in the district who may sit on a jury today."""
    posts = Post.objects.filter(in_force(), role=Role.JUROR, organisation__district=showcase.district_id)
    return Person.objects.filter(pk__in=posts.values("person")).order_by("name", "pk")


def district_team_leads(showcase: Showcase) -> list[UUID]:
    """Return the persons who lead the district's team today."""
    posts = Post.objects.filter(in_force(), role=Role.DISTRICT_TEAM_LEAD, organisation__district=showcase.district_id)
    return list(posts.values_list("person_id", flat=True))


def load_by_juror(showcase: Showcase) -> Counter[UUID]:
    """Return how many works each juror has to read, without those they stepped back from."""
    rows = ScoreSheet.objects.filter(entry__showcase=showcase).exclude(state=ScoreSheetState.RECUSED)
    return Counter(rows.values_list("juror_id", flat=True))


def conflicts_of_interest(entries: Sequence[Entry], jurors: Sequence[UUID]) -> set[tuple[UUID, UUID]]:
    """Return pairs of entry and juror that must not meet: author or sender of the work, a post at its school now or in
    the last three years, or stepped back from it before. Three queries.
    """
    entry_ids = [entry.pk for entry in entries]
    pairs: set[tuple[UUID, UUID]] = {(entry.pk, entry.owner_id) for entry in entries}
    pairs |= set(Author.objects.filter(entry__in=entry_ids, person__in=jurors).values_list("entry_id", "person_id"))
    recused = ScoreSheet.objects.filter(entry__in=entry_ids, juror__in=jurors, state=ScoreSheetState.RECUSED)
    pairs |= set(recused.values_list("entry_id", "juror_id"))
    since = clock.today() - timedelta(days=366 * SAME_SCHOOL_YEARS)
    schools = {entry.school_id for entry in entries}
    posts = Post.objects.filter(Q(until=None) | Q(until__gte=since), person__in=jurors, organisation__in=schools)
    at_school = set(posts.exclude(role=Role.JUROR).values_list("organisation_id", "person_id"))
    return pairs | {
        (entry.pk, person) for entry in entries for school, person in at_school if school == entry.school_id
    }
