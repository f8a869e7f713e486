"""Reads about people: who a signed-in person can act as, and whom they may see."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Model, Prefetch, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext

from cocare.core import clock
from cocare.core.access import ANONYMOUS, Actor, Rule, compiled, visible
from cocare.core.contributions import SearchHit, TodayItem
from cocare.core.models import AuditEvent
from cocare.core.validity_period import in_force

from . import rules
from .enums import CAPACITY_OF, CLASS_ROLES, FAMILY, Capacity, ChangeState, Role
from .models import (
    Account,
    CareArrangement,
    ClaimCode,
    CustodyRestriction,
    Enrolment,
    Guardianship,
    GuardianshipChange,
    Organisation,
    Person,
    Post,
    Pupil,
    SchoolClass,
)

PHONE_DIGITS = 11
MOST = 20


def capacities(person_id: UUID) -> list[Capacity]:
    """The capacities open to a person today, in the enum's order; a guardian's where nothing else is. One query."""
    return capacities_of([person_id])[person_id]


def capacities_of(person_ids: Sequence[UUID]) -> dict[UUID, list[Capacity]]:
    """`capacities` of many at once. One query, however many."""
    text = CharField()
    posts = Post.objects.filter(in_force(), person_id__in=person_ids).values_list("person_id", "role")
    family = Guardianship.objects.filter(in_force(), person_id__in=person_ids).values_list(
        "person_id", Value("guardian", output_field=text)
    )
    care = CareArrangement.objects.filter(in_force(), caregiver_id__in=person_ids).values_list(
        "caregiver_id", Value("caregiver", output_field=text)
    )
    found: dict[UUID, set[Capacity]] = {person: set() for person in person_ids}
    for person, key in posts.union(family, care):
        found[person].add(CAPACITY_OF[Role(key)] if key in Role.values else Capacity(key))
    return {
        person: [capacity for capacity in Capacity if capacity in open_now] or [Capacity.GUARDIAN]
        for person, open_now in found.items()
    }


def actor_for(
    account: Account, *, wanted: str = "", session_key: str = "", open_now: list[Capacity] | None = None
) -> Actor:
    """The account's person in the wanted capacity if it is open today, else in the first open one.

    Who has looked the capacities up already gives them as `open_now`.
    """
    if not account.is_active:
        return ANONYMOUS
    open_now = capacities(account.person_id) if open_now is None else open_now
    usual = next((capacity for capacity in open_now if capacity not in FAMILY), open_now[0])
    capacity = wanted if wanted in open_now else usual
    return Actor(account.pk, account.person_id, str(capacity), session_key)


def pupils(actor: Actor) -> QuerySet[Pupil]:
    """The children this actor may see, each with today's enrolment in `now_in` (a list of one or none)."""
    current = Enrolment.objects.filter(in_force()).select_related("school_class__school")
    return (
        visible(Pupil, actor, rules.sees_pupil)
        .prefetch_related(Prefetch("enrolments", queryset=current, to_attr="now_in"))
        .order_by("name", "pk")
    )


def classes(actor: Actor) -> QuerySet[SchoolClass]:
    """The classes this actor teaches, leads or has a child in."""
    return (
        visible(SchoolClass, actor, rules.sees_class)
        .select_related("school")
        .order_by("school__code", "-entry_year", "number")
    )


def children(actor: Actor) -> QuerySet[Pupil]:
    """The children whom this actor sees as family."""
    return visible(Pupil, actor, rules.family_of).order_by("name", "pk")


def name_of(actor: Actor) -> str:
    """The acting person's own name."""
    return Person.objects.values_list("name", flat=True).get(pk=actor.person_id)


def teachers_of(school_class: SchoolClass) -> QuerySet[Post]:
    """Who teaches the class now, its head teacher first."""
    first = Case(When(role=Role.HEAD_TEACHER, then=0), default=1)
    return (
        Post.objects.filter(in_force(), school_class=school_class, role__in=CLASS_ROLES)
        .select_related("person")
        .order_by(first, "subject", "pk")
    )


def guardianships(pupil: Pupil) -> QuerySet[Guardianship]:
    """Who is the child's guardian now; `restricted` where a document in force takes everything."""
    return (
        Guardianship.objects.filter(in_force(), pupil=pupil)
        .annotate(restricted=Case(When(rules.unrestricted(), then=False), default=True))
        .select_related("person")
        .order_by("-primary_contact", "since", "pk")
    )


def care_of(pupil: Pupil) -> QuerySet[CareArrangement]:
    """Who looks after the child by entrusted care now."""
    return (
        CareArrangement.objects.filter(in_force(), pupil=pupil)
        .select_related("caregiver", "entrusted_by")
        .order_by("pk")
    )


def roster(school_class: SchoolClass) -> QuerySet[Enrolment]:
    """The class's children now, each with guardians (`linked`) and codes that can still be used (`open_codes`)."""
    linked = Prefetch("pupil__guardianships", queryset=Guardianship.objects.filter(in_force()), to_attr="linked")
    usable = ClaimCode.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=clock.now()).order_by("issued_at")
    return (
        Enrolment.objects.filter(in_force(), school_class=school_class)
        .select_related("pupil")
        .prefetch_related(linked, Prefetch("pupil__claim_codes", queryset=usable, to_attr="open_codes"))
        .order_by("roll_no", "pk")
    )


def enrolment_of(pupil: Pupil) -> Enrolment | None:
    """Where the child is today."""
    return Enrolment.objects.filter(in_force(), pupil=pupil).select_related("school_class__school").first()


def may(model: type[Model], actor: Actor, pk: UUID, rule: Rule) -> bool:
    """Whether a rule gives the actor this row: to show a button, never to protect anything."""
    return visible(model, actor, rule).filter(pk=pk).exists()


def changes_of(pupil: Pupil) -> QuerySet[GuardianshipChange]:
    """The documents about this child's guardians, newest first."""
    return (
        GuardianshipChange.objects.filter(guardianship__pupil=pupil)
        .select_related("guardianship__person", "restriction")
        .order_by("-submitted_at", "pk")
    )


def restrictions_of(pupil: Pupil) -> QuerySet[CustodyRestriction]:
    """What documents take from this child's guardians, now or from a coming day on."""
    return (
        CustodyRestriction.objects.filter(Q(until=None) | Q(until__gte=clock.today()), guardianship__pupil=pupil)
        .select_related("guardianship__person")
        .order_by("since", "pk")
    )


def classes_beside(enrolment: Enrolment) -> QuerySet[SchoolClass]:
    """The other classes of the same school and grade."""
    here = enrolment.school_class
    return SchoolClass.objects.filter(school=here.school_id, stage=here.stage, entry_year=here.entry_year).exclude(
        pk=here.pk
    )


def posts(actor: Actor, text: str = "", organisation: UUID | None = None) -> QuerySet[Post]:
    """Posts that hold or are to come, for who manages them."""
    rows = visible(Post, actor, rules.sees_post).filter(Q(until=None) | Q(until__gte=clock.today()))
    if text:
        rows = rows.filter(person__name__icontains=text)
    if organisation:
        rows = rows.filter(organisation=organisation)
    may_end = Case(
        When(compiled.condition(Post, actor, rules.ends_post), then=~Q(person=actor.person_id)), default=False
    )
    return (
        rows.annotate(may_end=may_end)
        .select_related("person", "organisation", "school_class")
        .order_by("organisation__code", "role", "person__name", "pk")
    )


def organisations(actor: Actor, rule: Rule) -> QuerySet[Organisation]:
    return visible(Organisation, actor, rule).select_related("group").order_by("code", "pk")


def people(actor: Actor, text: str = "") -> QuerySet[Person]:
    """Everybody, for the administrator; by a part of the name or by the whole mobile number."""
    rows = visible(Person, actor, rules.administers).select_related("account")
    digits = "".join(character for character in text if character.isdecimal())
    if len(digits) >= PHONE_DIGITS:
        rows = rows.filter(account__phone__endswith=digits[-PHONE_DIGITS:])
    elif text:
        rows = rows.filter(name__icontains=text)
    return rows.order_by("name", "pk")


def posts_of(person: Person) -> QuerySet[Post]:
    """All posts of a person, the present ones first."""
    return person.posts.select_related("organisation", "school_class").order_by(
        Case(When(in_force(), then=0), default=1), "-since", "pk"
    )


def audit_trail(actor: Actor, filters: dict[str, Any]) -> QuerySet[AuditEvent]:
    """The audit trail, newest first, narrowed by what the form says."""
    rows = visible(AuditEvent, actor, rules.audits)
    if filters.get("verb"):
        rows = rows.filter(verb__startswith=filters["verb"])
    if filters.get("capacity"):
        rows = rows.filter(capacity=filters["capacity"])
    if filters.get("about"):
        rows = rows.filter(Q(person_id=filters["about"]) | Q(subject_id=filters["about"]))
    if filters.get("since"):
        rows = rows.filter(at__gte=_midnight(filters["since"]))
    if filters.get("until"):
        rows = rows.filter(at__lt=_midnight(filters["until"] + timedelta(days=1)))
    return rows.order_by("-at", "-pk")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.ZONE)


def names_of(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of these people. One query."""
    return dict(Person.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "name"))


def person_of(actor: Actor) -> Person:
    """The actor's own person with its account."""
    return Person.objects.select_related("account").get(pk=actor.person_id)


def by_phone(phone: str) -> Person | None:
    """Who signs in with this number, if the account is open."""
    account = Account.objects.select_related("person").filter(phone=phone, is_active=True).first()
    return account.person if account else None


def today(actor: Actor) -> list[TodayItem]:
    """Documents that wait for a school's leadership."""
    waiting = visible(GuardianshipChange, actor, rules.leads_school_of_guardianship).filter(
        state__in=(ChangeState.SUBMITTED, ChangeState.VERIFIED)
    )
    return [
        TodayItem(
            title=gettext("A document about a guardian"),
            detail=change.get_state_display(),
            url=reverse("people:pupil.show", args=[change.guardianship.pupil_id]),
            minutes=2,
            waits=True,
        )
        for change in waiting.select_related("guardianship").order_by("submitted_at")[:MOST]
    ]


def search(actor: Actor, text: str) -> list[SearchHit]:
    """Children and classes that the actor may see anyway, by a part of the child's name."""
    hits = []
    route = "people:child.show" if actor.capacity in FAMILY else "people:pupil.show"
    for pupil in pupils(actor).filter(name__icontains=text)[:MOST]:
        where = pupil.now_in[0].school_class if pupil.now_in else None
        excerpt = f"{where.school.short_name} {where.label}" if where else ""
        hits.append(SearchHit(pupil.name, excerpt, reverse(route, args=[pupil.pk]), gettext("child")))
    return hits


def with_names(model: type[Model], path: str = "") -> QuerySet:
    """Rows about a guardianship together with its two people."""
    return model._default_manager.select_related(f"{path}pupil", f"{path}person")


def endable(actor: Actor, pupil: Pupil) -> set[UUID]:
    """Which of the child's guardianships the actor may end."""
    return set(visible(Guardianship, actor, rules.ends_guardianship).filter(pupil=pupil).values_list("pk", flat=True))
