"""Which child, class, organisation and post a person reaches today. Every app builds on these rules."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from cocare.core import clock
from cocare.core.access import NOBODY, Actor, Rule, anyone, through
from cocare.core.validity_period import in_force

from ..enums import CLASS_ROLES, LEADING_ROLES, SCHOOL_ROLES, Capacity, RestrictionScope, Role
from ..models import CareArrangement, ClaimCode, CustodyRestriction, Enrolment, Guardianship, Post, Pupil

# Whom a claim made a guardian by mistake can be taken out again by who issued the code, for a while.
WRONG_CLAIM = timedelta(days=30)


def no_full_restriction() -> Q:
    """Return the condition on Guardianship that no document in force takes everything."""
    return ~Q(_restricted(RestrictionScope.ALL))


def _restricted(scope: RestrictionScope) -> Exists:
    return Exists(CustodyRestriction.objects.filter(in_force(), guardianship=OuterRef("pk"), scope=scope))


def guardianships_of(actor: Actor) -> QuerySet[Guardianship]:
    """Return the actor's guardianships that hold now and that no document in force empties."""
    return Guardianship.objects.filter(in_force(), no_full_restriction(), Q(person=actor.person_id))


def _entrusted(actor: Actor) -> QuerySet[CareArrangement]:
    """Return the actor's entrusted care: it holds only while who gave it is an unrestricted guardian of that child."""
    giver = Guardianship.objects.filter(
        in_force(), no_full_restriction(), pupil=OuterRef("pupil"), person=OuterRef("entrusted_by")
    )
    return CareArrangement.objects.filter(in_force(), Exists(giver), Q(caregiver=actor.person_id))


def _posts(actor: Actor, roles: tuple[Role, ...] = CLASS_ROLES) -> QuerySet[Post]:
    return Post.objects.filter(in_force(), Q(person=actor.person_id), role__in=roles)


def _enrolled_now() -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(in_force(), pupil=OuterRef("pk"))


# on Pupil
guardian_of = Rule(
    "guardian of the child", lambda actor: Q(Exists(guardianships_of(actor).filter(pupil=OuterRef("pk"))))
).when(Capacity.GUARDIAN)

caregiver_of = Rule(
    "caregiver of the child", lambda actor: Q(Exists(_entrusted(actor).filter(pupil=OuterRef("pk"))))
).when(Capacity.CAREGIVER)

teacher_of = Rule(
    "teacher of the child's class",
    lambda actor: Q(
        Exists(_enrolled_now().filter(Exists(_posts(actor).filter(school_class=OuterRef("school_class")))))
    ),
).when(Capacity.TEACHER)

head_teacher_of = Rule(
    "head teacher of the child's class",
    lambda actor: Q(
        Exists(
            _enrolled_now().filter(
                Exists(_posts(actor, (Role.HEAD_TEACHER,)).filter(school_class=OuterRef("school_class")))
            )
        )
    ),
).when(Capacity.TEACHER)

leader_of_school_of = Rule(
    "leads the child's school",
    lambda actor: Q(
        Exists(
            _enrolled_now().filter(
                Exists(_posts(actor, LEADING_ROLES).filter(organisation=OuterRef("school_class__school")))
            )
        )
    ),
).when(Capacity.PRINCIPAL)


entrusts = Rule(
    "guardian who may know where the child is",
    lambda actor: Q(
        Exists(guardianships_of(actor).filter(~_restricted(RestrictionScope.WHEREABOUTS), pupil=OuterRef("pk")))
    ),
).when(Capacity.GUARDIAN)

family_of = guardian_of | caregiver_of
staff_of_pupil = teacher_of | leader_of_school_of
sees_pupil = family_of | staff_of_pupil
issues_claim_code = head_teacher_of | leader_of_school_of


def _with_pupils(rule: Rule) -> Callable[[Actor], Q]:
    """Return the condition on SchoolClass that a pupil whom the rule gives the actor is in the class today."""

    def condition(actor: Actor) -> Q:
        theirs = through(rule, Pupil, "pupil").condition(actor)
        if theirs is NOBODY:
            return NOBODY
        return Q(Exists(Enrolment.objects.filter(in_force(), theirs, school_class=OuterRef("pk"))))

    return condition


# on SchoolClass
teaches_class = Rule(
    "teaches the class", lambda actor: Q(Exists(_posts(actor).filter(school_class=OuterRef("pk"))))
).when(Capacity.TEACHER)

head_of_class = Rule(
    "head teacher of the class",
    lambda actor: Q(Exists(_posts(actor, (Role.HEAD_TEACHER,)).filter(school_class=OuterRef("pk")))),
).when(Capacity.TEACHER)

leads_class = Rule(
    "leads the class's school",
    lambda actor: Q(Exists(_posts(actor, LEADING_ROLES).filter(organisation=OuterRef("school")))),
).when(Capacity.PRINCIPAL)

family_in_class = Rule("has a child in the class", _with_pupils(family_of))

staff_of_class = teaches_class | leads_class
sees_class = staff_of_class | family_in_class
issues_codes_in = head_of_class | leads_class

# on any model
administers = anyone.when(Capacity.ADMINISTRATOR)
audits = anyone.when(Capacity.AUDITOR)

# on Organisation
leads_organisation = Rule(
    "leads the school",
    lambda actor: Q(Exists(_posts(actor, LEADING_ROLES).filter(organisation=OuterRef("pk")))),
).when(Capacity.PRINCIPAL)

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
in_own_school = Rule(
    "in the own school",
    lambda actor: Q(Exists(_posts(actor, LEADING_ROLES).filter(organisation=OuterRef("organisation")))),
).when(Capacity.PRINCIPAL)
of_school_kind = Rule("a post that a school gives", lambda actor: Q(role__in=SCHOOL_ROLES))
sees_post = in_own_school | administers
ends_post = (in_own_school & of_school_kind) | administers

# on GuardianshipChange and CustodyRestriction
leads_school_of_guardianship = of_pupil(leader_of_school_of, "guardianship__pupil")
