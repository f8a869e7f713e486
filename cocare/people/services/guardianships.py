"""A guardianship ends: a claim that went to the wrong person, or what a document ends (Civil Code 36)."""

from django.db import transaction

from cocare.core import audit
from cocare.core.access import Actor, visible
from cocare.core.validity_period import in_force

from .. import rules
from ..errors import AlreadyDone, DocumentMissing
from ..models import Guardianship
from .announcing import announce_authority_changed, announce_reach_changed_by_pupil
from .dated_rows import end_at_once


@transaction.atomic
def end_guardianship(*, actor: Actor, guardianship: Guardianship, document_no: str = "") -> Guardianship:
    """End a guardianship at once.

    Raise DocumentMissing when it is no recent claim and no document is named, AlreadyDone when it has ended.
    """
    guardianship = Guardianship.objects.select_for_update().get(pk=guardianship.pk)
    if not guardianship.holds:
        raise AlreadyDone
    if not document_no and not _is_newly_claimed(actor, guardianship):
        raise DocumentMissing.at("document_no")
    end_at_once(guardianship)
    audit.record(actor, "guardianship.end", guardianship, pupil=str(guardianship.pupil_id), document=bool(document_no))
    announce_guardian_changed(guardianship)
    return guardianship


def _is_newly_claimed(actor: Actor, guardianship: Guardianship) -> bool:
    return visible(Guardianship, actor, rules.newly_claimed).filter(pk=guardianship.pk).exists()


def announce_guardian_changed(guardianship: Guardianship) -> None:
    """Tell the guardian, whoever cares for the child on their behalf, and the child's teachers."""
    caregivers = guardianship.pupil.care_arrangements.filter(in_force(), entrusted_by=guardianship.person_id)
    announce_authority_changed(guardianship.person_id, *caregivers.values_list("caregiver_id", flat=True))
    announce_reach_changed_by_pupil(guardianship.pupil_id)
