from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from cocare.core import clock
from cocare.core.ids import uuid7
from cocare.people.models import District, Person

from ..enums import ON_NOTICE, Level, ShowcaseState, TrackKind


class Showcase(models.Model):
    """A judged exhibition of what teachers and schools made, never of pupils. Live subject `board:<id>`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="showcases")
    title = models.CharField(max_length=60)
    theme = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    call_text = models.TextField(max_length=6000, blank=True)
    state = models.CharField(max_length=24, choices=ShowcaseState, default=ShowcaseState.PLANNED)
    version = models.PositiveBigIntegerField(default=0)

    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    scoring_until = models.DateTimeField()
    notice_from = models.DateField(null=True, blank=True)
    notice_until = models.DateField(null=True, blank=True)
    notice_contact = models.CharField(max_length=120, blank=True)

    quota_small = models.PositiveSmallIntegerField(default=2)
    quota_middle = models.PositiveSmallIntegerField(default=3)
    quota_large = models.PositiveSmallIntegerField(default=4)
    jurors_per_entry = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(3), MaxValueValidator(9)]
    )
    juror_load = models.PositiveSmallIntegerField(default=40, validators=[MinValueValidator(1), MaxValueValidator(40)])
    seed = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "-created_at"]
        indexes = [models.Index(fields=["state", "-year"], name="showcase_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["district", "year", "code"], name="showcase_code_in_year"),
            models.CheckConstraint(name="showcase_dates_in_order", condition=Q(opens_at__lt=F("closes_at"))),
            models.CheckConstraint(name="showcase_scored_after_closing", condition=Q(closes_at__lt=F("scoring_until"))),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def takes_entries(self) -> bool:
        """Open, and before the deadline."""
        return self.state == ShowcaseState.SUBMISSION_OPEN and clock.now() <= self.closes_at

    @property
    def is_on_notice(self) -> bool:
        return self.state in ON_NOTICE


class Track(models.Model):
    """A group that is judged and awarded on its own. Shares are of its qualified entries, lines are scores."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    showcase = models.ForeignKey(Showcase, models.CASCADE, related_name="tracks")
    kind = models.CharField(max_length=12, choices=TrackKind)
    share_first = models.PositiveSmallIntegerField(default=15, validators=[MaxValueValidator(15)])
    share_second = models.PositiveSmallIntegerField(default=25, validators=[MaxValueValidator(25)])
    share_third = models.PositiveSmallIntegerField(default=35, validators=[MaxValueValidator(35)])
    share_all = models.PositiveSmallIntegerField(default=60, validators=[MaxValueValidator(60)])
    line_first = models.PositiveSmallIntegerField(default=85, validators=[MaxValueValidator(100)])
    line_second = models.PositiveSmallIntegerField(default=75, validators=[MaxValueValidator(100)])
    line_third = models.PositiveSmallIntegerField(default=65, validators=[MaxValueValidator(100)])
    at_least_one = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["showcase", "kind"], name="track_once_in_showcase")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def share(self, level: Level) -> int:
        return {Level.FIRST: self.share_first, Level.SECOND: self.share_second, Level.THIRD: self.share_third}[level]

    def line(self, level: Level) -> int:
        return {Level.FIRST: self.line_first, Level.SECOND: self.line_second, Level.THIRD: self.line_third}[level]


class Criterion(models.Model):
    """One criterion of the rubric: scores of 1 to 10, weighted to 100 in all."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    showcase = models.ForeignKey(Showcase, models.CASCADE, related_name="criteria")
    code = models.SlugField(max_length=20)
    title = models.CharField(max_length=30)
    hint = models.CharField(max_length=120, blank=True)
    weight = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(100)])
    position = models.PositiveSmallIntegerField()
    tie_order = models.PositiveSmallIntegerField(null=True, blank=True)
    vetoes = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["showcase", "code"], name="criterion_once_in_showcase")]

    def __str__(self) -> str:
        return self.title
