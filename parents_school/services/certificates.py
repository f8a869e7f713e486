"""Issuing a certificate and withdrawing it."""

from django.db import transaction

from cocare.core import audit, clock
from cocare.core.access import Actor
from cocare.core.errors import Conflict

from .. import notices
from ..domain import certificate_codes
from ..models import Certificate, Learner, Lesson


@transaction.atomic
def issue_certificate(*, actor: Actor, learner: Learner) -> Certificate:
    """Return the certificate for a completed course, issued once: asking again returns the same one."""
    course, completed_at = learner.course, learner.completed_at or clock.now()
    first_day, last_day = (at.astimezone(clock.ZONE).date() for at in (learner.enrolled_at, completed_at))
    certificate, new = Certificate.objects.get_or_create(
        person_id=learner.person_id,
        course=course,
        defaults={
            "code": certificate_codes.new_code(),
            "holder": learner.person.name,
            "title": course.title,
            "lessons": Lesson.objects.filter(course=course).count(),
            "hours": course.hours,
            "learning_days": (last_day - first_day).days + 1,
            "issued_at": completed_at,
        },
    )
    if new:
        audit.record(actor, "certificate.issue", certificate, course=str(course.pk))
        notices.notify_of_certificate(certificate)
    return certificate


@transaction.atomic
def revoke_certificate(*, actor: Actor, certificate: Certificate, reason: str) -> Certificate:
    """Take a certificate back. It stays to be found, as withdrawn. Raise Conflict when it already is."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if not certificate.is_valid:
        raise Conflict
    certificate.revoked_at = clock.now()
    certificate.revoked_by_id = actor.person_id
    certificate.revocation_reason = reason
    certificate.save()
    audit.record(actor, "certificate.revoke", certificate)
    return certificate
