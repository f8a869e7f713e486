"""Reads about files."""

from django.db.models import QuerySet, Sum

from cocare.core.access import Actor, visible

from . import rules, size_limits
from .enums import FileState
from .models import File, Upload


def unattached_files(actor: Actor, purpose: str) -> QuerySet[File]:
    """Return the actor's own files for a purpose that are ready and attached to nothing yet, oldest first."""
    rows = visible(File, actor, rules.removes_file)
    return rows.filter(purpose=purpose).order_by("created_at", "pk")


def bytes_left(actor: Actor) -> int:
    """Return how many bytes the actor may still store."""
    stored = File.objects.filter(uploader_id=actor.person_id, state=FileState.READY)
    return max(0, size_limits.quota_bytes() - (stored.aggregate(n=Sum("size"))["n"] or 0))


def uploads_with_files() -> QuerySet[Upload]:
    """Return uploads with their files, to load one through a rule."""
    return Upload.objects.select_related("file")
