"""School classes: who is in them, who teaches them."""

from django.db.models import Case, Prefetch, QuerySet, When

from cocare.core import clock
from cocare.core.access import Actor, visible
from cocare.core.validity_period import in_force

from .. import rules
from ..enums import CLASS_ROLES, Role
from ..models import ClaimCode, Enrolment, Guardianship, Post, Pupil, SchoolClass


def classes(actor: Actor) -> QuerySet[SchoolClass]:
    """Return the classes this actor teaches, leads or has a child in."""
    return (
        visible(SchoolClass, actor, rules.sees_class)
        .select_related("school")
        .order_by("school__code", "-entry_year", "number")
    )


def teaching_posts(school_class: SchoolClass) -> QuerySet[Post]:
    """Return who teaches the class now, its head teacher first."""
    head_first = Case(When(role=Role.HEAD_TEACHER, then=0), default=1)
    return (
        Post.objects.filter(in_force(), school_class=school_class, role__in=CLASS_ROLES)
        .select_related("person")
        .order_by(head_first, "subject", "pk")
    )


def roster(school_class: SchoolClass) -> QuerySet[Enrolment]:
    """Return the class's children now, each with guardians (`linked`) and usable codes (`open_codes`)."""
    linked = Prefetch("pupil__guardianships", queryset=Guardianship.objects.filter(in_force()), to_attr="linked")
    usable = ClaimCode.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=clock.now()).order_by("issued_at")
    return (
        Enrolment.objects.filter(in_force(), school_class=school_class)
        .select_related("pupil")
        .prefetch_related(linked, Prefetch("pupil__claim_codes", queryset=usable, to_attr="open_codes"))
        .order_by("roll_no", "pk")
    )


def present_enrolment(pupil: Pupil) -> Enrolment | None:
    """Return where the child is today."""
    return Enrolment.objects.filter(in_force(), pupil=pupil).select_related("school_class__school").first()


def parallel_classes(enrolment: Enrolment) -> QuerySet[SchoolClass]:
    """Return the other classes of the same school and grade."""
    own = enrolment.school_class
    same_grade = SchoolClass.objects.filter(school=own.school_id, stage=own.stage, entry_year=own.entry_year)
    return same_grade.exclude(pk=own.pk)
