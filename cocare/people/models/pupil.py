from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Value

from cocare.core.ids import uuid7
from cocare.core.validity_period import Dated

from .date_span import DateSpan
from .organisation import SchoolClass


class Pupil(models.Model):
    """A child. No registration number is stored: it contains the identity number (docs/domain.md)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=40)
    born_on = models.DateField()

    def __str__(self) -> str:
        return f"pupil {self.pk}"


class Enrolment(Dated):
    """A pupil's belonging to a class, from a day to a day; never two at once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="enrolments")
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="enrolments")
    roll_no = models.PositiveSmallIntegerField()

    class Meta(Dated.Meta):
        indexes = [
            models.Index(fields=["pupil", "since"], name="enrolment_of_pupil"),
            models.Index(fields=["school_class", "roll_no"], name="enrolment_of_class"),
        ]
        constraints = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="one_class_at_a_time",
                expressions=[
                    ("pupil", RangeOperators.EQUAL),
                    (DateSpan(F("since"), F("until"), Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} in {self.school_class_id}"
