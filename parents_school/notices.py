"""What the parent school tells people: a certificate for a learner, a step of one's course for its author."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cocare.core.access import Actor
from cocare.notifications.services import notify

from .models import Certificate, Course

CERTIFICATE, STEP = "parents_school.certificate", "parents_school.step"
KINDS: dict[str, dict[str, Any]] = {
    CERTIFICATE: {"text": _("A certificate of the parent school is yours"), "label": _("Certificates"), "icon": "cert"},
    STEP: {
        "text": ngettext_lazy("Your course has moved on", "Your courses have moved on %(times)d times", "times"),
        "label": _("Courses that you write"),
        "icon": "learn",
    },
}


def notify_of_certificate(certificate: Certificate) -> None:
    """Tell the learner that a certificate was issued."""
    url = reverse("parents_school:certificate.show", args=[certificate.pk])
    notify(person_ids=[certificate.person_id], kind=CERTIFICATE, url=url)


def notify_of_course_step(actor: Actor, course: Course) -> None:
    """Tell the author that the course has moved on, unless it was the author's own step."""
    if course.author_id != actor.person_id:
        url = reverse("parents_school:authoring.show", args=[course.pk])
        notify(person_ids=[course.author_id], kind=STEP, url=url, collapse_key=f"course:{course.pk}")
