"""Which child, class, organisation and post a person reaches today. Every app builds on these rules."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cocare.core import clock
from cocare.core.access import NOBODY, Actor, Reach, Rule, anyone, reaches, through, within
from cocare.core.validity_period import in_force

from ..enums import CLASS_ROLES, LEADING_ROLES, SCHOOL_ROLES, Capacity, RestrictionScope, Role
from ..models import CareArrangement, ClaimCode, CustodyRestriction, Enrolment, Guardianship, Post, Pupil, SchoolClass

# Whom a claim made a guardian by mistake can be taken out again by who issued the code, for a while.
WRONG_CLAIM = timedelta(days=30)


def no_full_restriction() -> Q:
    """Return the condition on Guardianship that no document in force takes everything."""
    return ~Q(_restricted(RestrictionScope.ALL))


def _restricted(scope: RestrictionScope) -> Exists:
    return Exists(CustodyRestriction.objects.filter(in_force(), guardianship=OuterRef("pk"), scope=scope))


def guardianships_of(person: UUID) -> QuerySet[Guardianship]:
    """Return a person's guardianships that hold now and that no document in force empties."""
    return Guardianship.objects.filter(in_force(), no_full_restriction(), person=person)


def _entrusted(person: UUID) -> QuerySet[CareArrangement]:
    """Return a person's entrusted care: it holds only while who gave it is an unrestricted guardian of that child."""
    giver = Guardianship.objects.filter(
        in_force(), no_full_restriction(), pupil=OuterRef("pupil"), person=OuterRef("entrusted_by")
    )
    return CareArrangement.objects.filter(in_force(), Exists(giver), caregiver=person)


def _posts(person: UUID, roles: tuple[Role, ...] = CLASS_ROLES) -> QuerySet[Post]:
    return Post.objects.filter(in_force(), person=person, role__in=roles)


def _enrolled_in(classes: QuerySet[Post]) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(in_force(), school_class__in=classes.values("school_class"))


def _enrolments_of(relations: QuerySet[Any]) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(in_force(), pupil__in=relations.values("pupil"))


# What a person reaches: small sets of ids, each found by an index from the person.
GUARDED_PUPILS = Reach("guardian of the child", guardianships_of, "pupil")
ENTRUSTED_PUPILS = Reach("caregiver of the child", _entrusted, "pupil")
PUPILS_OF_KNOWN_WHEREABOUTS = Reach(
    "guardian who may know where the child is",
    lambda person: guardianships_of(person).filter(~_restricted(RestrictionScope.WHEREABOUTS)),
    "pupil",
)
TAUGHT_CLASSES = Reach("teaches the class", _posts, "school_class")
HEADED_CLASSES = Reach("head teacher of the class", lambda person: _posts(person, (Role.HEAD_TEACHER,)), "school_class")
TAUGHT_PUPILS = Reach("teacher of the child's class", lambda person: _enrolled_in(_posts(person)), "pupil")
HEADED_PUPILS = Reach(
    "head teacher of the child's class", lambda person: _enrolled_in(_posts(person, (Role.HEAD_TEACHER,))), "pupil"
)
LED_SCHOOLS = Reach("leads the school", lambda person: _posts(person, LEADING_ROLES), "organisation")
LED_CLASSES = Reach(
    "leads the class's school",
    lambda person: SchoolClass.objects.filter(school__in=_posts(person, LEADING_ROLES).values("organisation")),
    "pk",
)


CLASSES_OF_GUARDED_PUPILS = Reach(
    "guardian of a child in the class", lambda person: _enrolments_of(guardianships_of(person)), "school_class"
)
CLASSES_OF_ENTRUSTED_PUPILS = Reach(
    "caregiver of a child in the class", lambda person: _enrolments_of(_entrusted(person)), "school_class"
)

# on Pupil
guardian_of = reaches(GUARDED_PUPILS).when(Capacity.GUARDIAN)
caregiver_of = reaches(ENTRUSTED_PUPILS).when(Capacity.CAREGIVER)
teacher_of = reaches(TAUGHT_PUPILS).when(Capacity.TEACHER)
head_teacher_of = reaches(HEADED_PUPILS).when(Capacity.TEACHER)
entrusts = reaches(PUPILS_OF_KNOWN_WHEREABOUTS).when(Capacity.GUARDIAN)


def _in_led_school(actor: Actor) -> Q:
    """A school has thousands of children: they are found from the school, not listed one by one."""
    schools = LED_SCHOOLS.of(actor)
    if schools == []:
        return NOBODY
    here = Enrolment.objects.filter(in_force(), within("school_class__school", schools), pupil=OuterRef("pk"))
    return Q(Exists(here))


leader_of_school_of = Rule("leads the child's school", _in_led_school).when(Capacity.PRINCIPAL)

family_of = guardian_of | caregiver_of
staff_of_pupil = teacher_of | leader_of_school_of
sees_pupil = family_of | staff_of_pupil
issues_claim_code = head_teacher_of | leader_of_school_of


# on SchoolClass
teaches_class = reaches(TAUGHT_CLASSES).when(Capacity.TEACHER)
head_of_class = reaches(HEADED_CLASSES).when(Capacity.TEACHER)
leads_class = reaches(LED_CLASSES).when(Capacity.PRINCIPAL)
family_in_class = reaches(CLASSES_OF_GUARDED_PUPILS).when(Capacity.GUARDIAN) | reaches(
    CLASSES_OF_ENTRUSTED_PUPILS
).when(Capacity.CAREGIVER)

staff_of_class = teaches_class | leads_class
sees_class = staff_of_class | family_in_class
issues_codes_in = head_of_class | leads_class

# on any model
administers = anyone.when(Capacity.ADMINISTRATOR)
audits = anyone.when(Capacity.AUDITOR)

# on Organisation
leads_organisation = reaches(LED_SCHOOLS).when(Capacity.PRINCIPAL)
sees_organisations = anyone.when(Capacity.ADMINISTRATOR, Capacity.DISTRICT)
manages_posts_at = leads_organisation | administers


def of_pupil(rule: Rule, path: str = "pupil") -> Rule:
    """Return a rule about children as one on rows that belong to a child: guardianships, claim codes, care."""
    return through(rule, Pupil, path)


# on Guardianship
newly_claimed = Rule(
    "newly claimed by code",
    lambda actor: Q(
        Exists(
            ClaimCode.objects.filter(
                pupil=OuterRef("pupil"), used_by=OuterRef("person"), used_at__gte=clock.now() - WRONG_CLAIM
            )
        )
    ),
)
ends_guardianship = of_pupil(leader_of_school_of) | (of_pupil(head_teacher_of) & newly_claimed)

# on Post: a school's leadership sees to its own school, the administrator to the rest
in_own_school = Rule("in the own school", lambda actor: within("organisation", LED_SCHOOLS.of(actor))).when(
    Capacity.PRINCIPAL
)
of_school_kind = Rule("a post that a school gives", lambda actor: Q(role__in=SCHOOL_ROLES))
sees_post = in_own_school | administers
ends_post = (in_own_school & of_school_kind) | administers

# on GuardianshipChange and CustodyRestriction
leads_school_of_guardianship = of_pupil(leader_of_school_of, "guardianship__pupil")
