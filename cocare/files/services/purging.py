"""What nobody came back for: unattached files and unfinished uploads, after a day."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from cocare.core import clock

from .. import size_limits, storage
from ..models import File

AT_ONCE = 500


@transaction.atomic
def purge_unattached() -> int:
    """Delete up to AT_ONCE files that are attached to nothing since a day. Return how many."""
    before = clock.now() - timedelta(hours=size_limits.HOURS)
    resting = Q(upload__isnull=True) | Q(upload__expires_at__lt=clock.now())
    rows = list(
        File.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            resting, attached_at=None, created_at__lt=before
        )[:AT_ONCE]
    )
    keys = [key for row in rows for key in storage.keys_of(row)]
    parts = [storage.parts_folder() / row.pk.hex for row in rows]
    File.objects.filter(pk__in=[row.pk for row in rows]).delete()

    def delete_contents() -> None:
        storage.delete_contents(keys)
        for part in parts:
            part.unlink(missing_ok=True)

    transaction.on_commit(delete_contents)
    return len(rows)
