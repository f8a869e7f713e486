"""Certificates: one's own, and the one that a number names."""

from django.db.models import QuerySet

from cocare.core.access import Actor, visible

from .. import rules
from ..models import Certificate, Course


def own_certificates(actor: Actor) -> QuerySet[Certificate]:
    return visible(Certificate, actor, rules.is_own).order_by("-issued_at", "-pk")


def certificate_of_course(actor: Actor, course: Course) -> Certificate | None:
    """Return the person's own certificate for a course."""
    return own_certificates(actor).filter(course=course).first()


def certificate_by_code(code: str) -> Certificate | None:
    """Return a certificate for the public check: anyone who holds the number may ask. Show the masked holder only."""
    return Certificate.objects.filter(code=code).first()


def may_revoke(actor: Actor, certificate: Certificate) -> bool:
    """Return whether the certificate holds and the actor may withdraw it."""
    if not certificate.is_valid:
        return False
    return visible(Certificate, actor, rules.any_certificate).filter(pk=certificate.pk).exists()
