from django.db import models
from django.utils.translation import gettext_lazy as _

from cocare.core import clock
from cocare.core.ids import uuid7
from cocare.core.validity_period import Dated

from ..enums import ChangeState, Relation, RestrictionKind, RestrictionScope
from .person import Person, Pupil


class Guardianship(Dated):
    """A guardian of a child. Two guardians are equal unless a document in force says otherwise (Civil Code 1084)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="guardianships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="guardianships")
    relation = models.CharField(max_length=12, choices=Relation)
    primary_contact = models.BooleanField(default=False)

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["person", "pupil"], name="guardianship_of_person")]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["pupil", "person"], condition=models.Q(until=None), name="one_open_guardianship"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.pupil_id}"


class CustodyRestriction(Dated):
    """What a document in force takes from one guardian. Teachers can't set it on somebody's word."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    guardianship = models.ForeignKey(Guardianship, models.PROTECT, related_name="restrictions")
    kind = models.CharField(max_length=24, choices=RestrictionKind)
    scope = models.CharField(max_length=12, choices=RestrictionScope)
    document_no = models.CharField(_("document number"), max_length=60)
    verified_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["guardianship", "scope"], name="restriction_of_guardianship")]

    def __str__(self) -> str:
        return f"{self.kind} {self.guardianship_id}"


class GuardianshipChange(Dated):
    """A document about one guardian on its way into effect; lifecycle.py has its steps."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    guardianship = models.ForeignKey(Guardianship, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=24, choices=RestrictionKind)
    scope = models.CharField(max_length=12, choices=RestrictionScope)
    document_no = models.CharField(_("document number"), max_length=60)
    state = models.CharField(max_length=12, choices=ChangeState, default=ChangeState.SUBMITTED)
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(default=clock.now)
    restriction = models.OneToOneField(CustodyRestriction, models.PROTECT, null=True, blank=True, related_name="change")

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["guardianship", "-submitted_at"], name="change_of_guardianship")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class CareArrangement(Dated):
    """Entrusted care (Minors Protection Law 22-23): the caregiver sees daily life and signs nothing; no guardian."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="care_arrangements")
    caregiver = models.ForeignKey(Person, models.PROTECT, related_name="care_arrangements")
    entrusted_by = models.ForeignKey(Person, models.PROTECT, related_name="entrusted_care")
    relation = models.CharField(max_length=12, choices=Relation)

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["caregiver", "pupil"], name="care_by_caregiver")]

    def __str__(self) -> str:
        return f"{self.caregiver_id} for {self.pupil_id}"


class ClaimCode(models.Model):
    """A one-time code with which a person claims a child. Only its digest is stored; it is bound to the child."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="claim_codes")
    relation = models.CharField(max_length=12, choices=Relation)
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["pupil", "-issued_at"], name="claim_codes_of_pupil")]

    def __str__(self) -> str:
        return f"claim code {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None and self.expires_at > clock.now()
