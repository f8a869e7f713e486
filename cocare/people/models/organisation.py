from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cocare.core import clock
from cocare.core.ids import uuid7

from ..enums import FIRST_GRADE, LAST_GRADE, TEACHING_KINDS, OrganisationKind, Stage

NUMERALS = "零一二三四五六七八九"
SENIOR_YEARS = {10: "高一", 11: "高二", 12: "高三"}
KINDERGARTEN_YEARS = {1: "小班", 2: "中班", 3: "大班"}


class District(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A school, an education group, a court, a community …: every body that has its own people."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="organisations")
    kind = models.CharField(max_length=24, choices=OrganisationKind)
    code = models.SlugField()
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=20)
    group = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        limit_choices_to={"kind": OrganisationKind.EDUCATION_GROUP},
    )

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["district", "code"], name="organisation_code_in_district")]
        indexes = [models.Index(fields=["kind", "code"], name="organisation_by_kind")]

    def __str__(self) -> str:
        return self.name

    @property
    def teaches(self) -> bool:
        return self.kind in TEACHING_KINDS


class SchoolClass(models.Model):
    """An administrative class: its school, stage, entry year and number. The grade follows from the school year."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="classes")
    stage = models.CharField(max_length=12, choices=Stage)
    entry_year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-entry_year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "stage", "entry_year", "number"], name="class_number_in_cohort")
        ]

    def __str__(self) -> str:
        return self.cohort_name

    @property
    def grade(self) -> int:
        """1 to 12 (kindergarten 1 to 3) in this school year; above the stage's last grade once it has left."""
        return clock.school_year() - self.entry_year + FIRST_GRADE[Stage(self.stage)]

    @property
    def has_left(self) -> bool:
        return self.grade > LAST_GRADE[Stage(self.stage)]

    @property
    def cohort_name(self) -> str:
        """The name that stays for life: "2024级2班"."""
        return f"{self.entry_year}级{self.number}班"

    @property
    def name(self) -> str:
        """The name of this school year: "三年级2班", "高一2班", "中班2班"; the cohort's once it has left."""
        if self.has_left:
            return self.cohort_name
        if self.stage == Stage.KINDERGARTEN:
            year = KINDERGARTEN_YEARS[self.grade]
        elif self.stage == Stage.SENIOR:
            year = SENIOR_YEARS[self.grade]
        else:
            year = f"{NUMERALS[self.grade]}年级"
        return f"{year}{self.number}班"

    @property
    def label(self) -> str:
        """The class in the reader's language: "三年级2班" or "Grade 3 class 2"."""
        if self.has_left or (get_language() or "").startswith("zh"):
            return self.name
        return _("Grade %(grade)d class %(number)d") % {"grade": self.grade, "number": self.number}
