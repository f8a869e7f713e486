from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value

from cocare.core.ids import uuid7
from cocare.core.validity_period import Dated

from ..enums import CAPACITY_OF, Capacity, Role
from .organisation import Organisation, SchoolClass


class DateSpan(Func):
    """daterange(since, until, '[]'): both days inside, an empty end is open."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Person(models.Model):
    """An adult: a guardian, a teacher, an officer. Children are Pupils and have no account here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=40)

    class Meta:
        indexes = [GinIndex(OpClass(F("name"), name="gin_trgm_ops"), name="person_name_trigrams")]

    def __str__(self) -> str:
        return self.name

    @property
    def surname_title(self) -> str:
        """The name under which others hear of a teacher: "周老师"."""
        return f"{self.name[:1]}老师"


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


class Post(Dated):
    """A person's post in an organisation, from a day to a day. Every capacity but the family's comes from here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=28, choices=Role)
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, null=True, blank=True, related_name="posts")
    subject = models.CharField(max_length=20, blank=True)

    class Meta(Dated.Meta):
        indexes = [
            models.Index(fields=["person", "role"], name="post_of_person"),
            models.Index(fields=["school_class", "role"], name="post_in_class"),
            models.Index(fields=["organisation", "role"], name="post_in_organisation"),
        ]
        constraints = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="one_head_teacher_at_a_time",
                expressions=[
                    ("school_class", RangeOperators.EQUAL),
                    (DateSpan(F("since"), F("until"), Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(role=Role.HEAD_TEACHER),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}"

    @property
    def capacity(self) -> Capacity:
        return CAPACITY_OF[Role(self.role)]
