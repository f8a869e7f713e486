from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from cocare.core.ids import uuid7
from cocare.core.validity_period import Dated

from ..enums import CAPACITY_OF, Capacity, Role
from .date_span import DateSpan
from .organisation import Organisation, SchoolClass
from .person import Person


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
