"""Children and the adults they belong to."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Case, Model, Prefetch, Q, QuerySet, When

from cocare.core import clock
from cocare.core.access import Actor, visible
from cocare.core.validity_period import in_force

from .. import rules
from ..models import CareArrangement, CustodyRestriction, Enrolment, Guardianship, GuardianshipChange, Pupil

M = TypeVar("M", bound=Model)


def pupils(actor: Actor) -> QuerySet[Pupil]:
    """Return the children this actor may see, each with today's enrolment in `now_in` (a list of one or none)."""
    current = Enrolment.objects.filter(in_force()).select_related("school_class__school")
    return (
        visible(Pupil, actor, rules.sees_pupil)
        .prefetch_related(Prefetch("enrolments", queryset=current, to_attr="now_in"))
        .order_by("name", "pk")
    )


def children(actor: Actor) -> QuerySet[Pupil]:
    """Return the children whom this actor sees as family."""
    return visible(Pupil, actor, rules.family_of).order_by("name", "pk")


def guardianships(pupil: Pupil) -> QuerySet[Guardianship]:
    """Return who is the child's guardian now; `restricted` where a document in force takes everything."""
    return (
        Guardianship.objects.filter(in_force(), pupil=pupil)
        .annotate(restricted=Case(When(rules.no_full_restriction(), then=False), default=True))
        .select_related("person")
        .order_by("-primary_contact", "since", "pk")
    )


def unrestricted_guardianships(pupil: Pupil) -> QuerySet[Guardianship]:
    """Return the child's guardians without those from whom a document takes everything."""
    return guardianships(pupil).filter(rules.no_full_restriction())


def endable_guardianships(actor: Actor, pupil: Pupil) -> set[UUID]:
    """Return the ids of the child's guardianships that the actor may end."""
    return set(visible(Guardianship, actor, rules.ends_guardianship).filter(pupil=pupil).values_list("pk", flat=True))


def care_arrangements_of(pupil: Pupil) -> QuerySet[CareArrangement]:
    """Return who looks after the child by entrusted care now."""
    return (
        CareArrangement.objects.filter(in_force(), pupil=pupil)
        .select_related("caregiver", "entrusted_by")
        .order_by("pk")
    )


def guardianship_changes_of(pupil: Pupil) -> QuerySet[GuardianshipChange]:
    """Return the documents about this child's guardians, newest first."""
    return (
        GuardianshipChange.objects.filter(guardianship__pupil=pupil)
        .select_related("guardianship__person", "restriction")
        .order_by("-submitted_at", "pk")
    )


def restrictions_of(pupil: Pupil) -> QuerySet[CustodyRestriction]:
    """Return what documents take from this child's guardians, now or from a coming day on."""
    return (
        CustodyRestriction.objects.filter(Q(until=None) | Q(until__gte=clock.today()), guardianship__pupil=pupil)
        .select_related("guardianship__person")
        .order_by("since", "pk")
    )


def with_pupil_and_person(model: type[M], path: str = "") -> QuerySet[M]:
    """Return rows about a guardianship together with its two people; `path` leads to the guardianship."""
    return model._default_manager.select_related(f"{path}pupil", f"{path}person")
