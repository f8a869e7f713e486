from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from cocare.core import clock
from cocare.core.ids import uuid7
from cocare.people.models import Person

from ..enums import ScoreSheetKind, ScoreSheetState
from .entry import Entry
from .showcase import Criterion, Showcase


class Panelist(models.Model):
    """A person on the jury of one showcase."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    showcase = models.ForeignKey(Showcase, models.CASCADE, related_name="panel")
    person = models.ForeignKey(Person, models.PROTECT, related_name="panels")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["showcase", "person"], name="panelist_once")]

    def __str__(self) -> str:
        return f"panelist {self.person_id}"


class ScoreSheet(models.Model):
    """One juror's scoring sheet for one entry. Its id is all that a juror ever sees of the entry's identity."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="sheets")
    juror = models.ForeignKey(Person, models.PROTECT, related_name="sheets")
    kind = models.CharField(max_length=12, choices=ScoreSheetKind, default=ScoreSheetKind.REGULAR)
    state = models.CharField(max_length=12, choices=ScoreSheetState, default=ScoreSheetState.OPEN)
    comment = models.CharField(max_length=300, blank=True)
    veto = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["entry__number"]
        indexes = [
            models.Index(fields=["juror", "state"], name="sheet_of_juror"),
            models.Index(fields=["entry", "state"], name="sheet_of_entry"),
        ]
        constraints = [models.UniqueConstraint(fields=["entry", "juror"], name="one_sheet_a_juror")]

    def __str__(self) -> str:
        return f"sheet {self.pk}"

    @property
    def art_seed(self) -> int:
        return self.pk.int % 9973


class Score(models.Model):
    """A value of 1 to 10 on one criterion."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(10)])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="one_score_a_criterion"),
            models.CheckConstraint(
                name="score_of_one_to_ten", condition=models.Q(value__gte=1) & models.Q(value__lte=10)
            ),
        ]

    def __str__(self) -> str:
        return str(self.value)
