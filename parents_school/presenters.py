"""What the pages of the parent school show."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cocare.core import clock

from . import lifecycle
from .domain import certificate_text
from .domain.certificate_text import CertificateText
from .models import Certificate, Course
from .queries import QuizQuestion


def present_certificate(certificate: Certificate) -> CertificateText:
    """Return what stands on a certificate, in the reader's language."""
    day = certificate.issued_at.astimezone(clock.ZONE).date()
    return CertificateText(
        heading=_("Certificate of completion"),
        holder=certificate.holder,
        text=certificate_text.completion_text(
            title=certificate.title,
            lessons=certificate.lessons,
            hours=certificate.hours,
            days=certificate.learning_days,
        ),
        code=certificate.code,
        day=_("Completed %(day)s") % {"day": certificate_text.formal_date(day)},
        issuer=_("District family education guidance center"),
        school=_("District parent school"),
        check_url=settings.SITE_URL + reverse("parents_school:verification.show", args=[certificate.code]),
        valid=certificate.is_valid,
    )


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """A station on a course's way to families: `state` is done, now or empty."""

    label: str
    state: str


def course_progress(course: Course) -> list[ProgressStep]:
    """Return the stations of a course, each behind it, where it stands, or still to come."""
    milestones = list(lifecycle.MILESTONES)
    current = milestones.index(lifecycle.milestone_of(course))
    return [
        ProgressStep(str(milestone.label), "done" if number < current else "now" if number == current else "")
        for number, milestone in enumerate(milestones)
    ]


class QuizPage:
    """Which question of a quiz stands on the page: the one asked for, else the first that is not solved yet."""

    def __init__(self, questions: list[QuizQuestion], wanted: UUID | None = None):
        self.questions = questions
        unsolved = [question for question in questions if not question.solved]
        named = next((question for question in questions if question.question.pk == wanted), None)
        self.now = named or next(iter(unsolved or questions), None)

    @property
    def total(self) -> int:
        return len(self.questions)

    @property
    def next(self) -> QuizQuestion | None:
        """The question after the one on the page."""
        return next((question for question in self.questions if self.now and question.number > self.now.number), None)
