"""Reads about files."""

from django.db.models import QuerySet, Sum

from cocare.core.access import Actor, visible

from . import limits, rules
from .enums import State
from .models import File, Upload


def files(actor: Actor) -> QuerySet[File]:
    """Every file the actor may open."""
    return visible(File, actor, rules.visible)


def waiting(actor: Actor, purpose: str) -> QuerySet[File]:
    """The actor's own files for a purpose that are ready and attached to nothing yet, oldest first."""
    rows = visible(File, actor, rules.removable)
    return rows.filter(purpose=purpose).order_by("created_at", "pk")


def space_left(actor: Actor) -> int:
    """Bytes that the actor may still keep."""
    mine = File.objects.filter(uploader_id=actor.person_id, state=State.READY)
    return max(0, limits.quota() - (mine.aggregate(n=Sum("size"))["n"] or 0))


def uploads() -> QuerySet[Upload]:
    """Uploads with their files, for `load`."""
    return Upload.objects.select_related("file")
