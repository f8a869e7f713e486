from django.db import models
from django.db.models import Q

from cocare.core import clock
from cocare.core.ids import uuid7
from cocare.people.models import Person

from .enums import FileKind, FileState


class File(models.Model):
    """Something that a person uploaded, checked and stored. Who sees it follows from what it is attached to.

    `purpose` names what it is for ("message", "showcase_entry"): the app of that purpose says who sees files that are
    attached. Until then only the uploader does.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    uploader = models.ForeignKey(Person, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=FileKind, blank=True)
    mime = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=120, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    thumbnails = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=9, choices=FileState, default=FileState.READY)
    refusal = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    attached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["uploader", "state"], name="files_of_person"),
            models.Index(fields=["created_at"], condition=Q(attached_at=None), name="files_unattached"),
        ]
        constraints = [
            models.CheckConstraint(
                name="files_ready_ones_are_stored",
                condition=~Q(state=FileState.READY) | (~Q(key="") & ~Q(kind="") & ~Q(mime="") & Q(size__gt=0)),
            ),
            models.CheckConstraint(
                name="files_only_ready_ones_are_attached",
                condition=Q(attached_at=None) | Q(state__in=[FileState.READY, FileState.ERASED]),
            ),
        ]

    def __str__(self) -> str:
        return f"file {self.pk}"

    @property
    def is_picture(self) -> bool:
        return self.kind == FileKind.PICTURE

    @property
    def suffix(self) -> str:
        """The end of the name under which it is stored, with its dot: ".jpg"."""
        return f".{self.key.rsplit('.', 1)[-1]}"


class Upload(models.Model):
    """The unfinished part of a resumable upload: how much of the file is here, and until when it may go on."""

    file = models.OneToOneField(File, models.CASCADE, primary_key=True, related_name="upload")
    length = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="uploads_expiring")]

    def __str__(self) -> str:
        return f"upload {self.file_id} {self.offset}/{self.length}"
