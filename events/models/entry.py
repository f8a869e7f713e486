from django.db import models
from django.db.models import Q

from cocare.core import clock
from cocare.core.ids import uuid7
from cocare.files.models import File
from cocare.people.models import Organisation, Person

from ..enums import EDITABLE, EntryState
from .showcase import Showcase, Track


class Entry(models.Model):
    """A school's work in a showcase. `version` counts saves, so that two open drafts can't overwrite each other."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    showcase = models.ForeignKey(Showcase, models.PROTECT, related_name="entries")
    track = models.ForeignKey(Track, models.PROTECT, null=True, blank=True, related_name="entries")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="entries")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    title = models.CharField(max_length=60, blank=True)
    summary = models.CharField(max_length=200, blank=True)
    body = models.TextField(max_length=20_000, blank=True)
    state = models.CharField(max_length=24, choices=EntryState, default=EntryState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    tie_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    check_reason = models.CharField(max_length=400, blank=True)
    correction_until = models.DateField(null=True, blank=True)
    corrected = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-saved_at", "-id"]
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["showcase", "state"], name="entry_by_state"),
            models.Index(fields=["school", "showcase"], name="entry_of_school"),
            models.Index(fields=["owner", "-saved_at"], name="entry_of_owner"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["showcase", "number"], condition=Q(number__isnull=False), name="blind_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.title or f"entry {self.pk}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def art_seed(self) -> int:
        """Which generated cover stands for this work. It tells nothing about the work or its author."""
        return self.pk.int % 9973


class Author(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="authors")
    person = models.ForeignKey(Person, models.PROTECT, related_name="works")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="author_once_in_entry")]
        indexes = [models.Index(fields=["person", "entry"], name="works_of_author")]

    def __str__(self) -> str:
        return f"author {self.person_id}"


class EntryFile(models.Model):
    """A file of a work. Jurors know it by its position only: "attachment 1"."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="files")
    file = models.OneToOneField(File, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["entry", "position"], name="one_file_a_position")]

    def __str__(self) -> str:
        return f"file {self.position}"
