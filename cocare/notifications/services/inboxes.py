"""The inbox's version: raised under its row lock by every change, and told to the person's open pages."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from cocare.core import live

from .. import queries
from ..models import Inbox


def lock(person_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Lock the inboxes in one order, making those that are missing. Answers their versions."""
    wanted = sorted(set(person_ids))
    Inbox.objects.bulk_create([Inbox(person_id=person_id) for person_id in wanted], ignore_conflicts=True)
    rows = Inbox.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    return {row.pk: row.version for row in rows}


def changed(versions: dict[UUID, int]) -> None:
    """Raise the locked inboxes' versions and publish the new counts after the commit."""
    if not versions:
        return
    Inbox.objects.filter(pk__in=versions).update(version=F("version") + 1)
    counts = queries.unread_of(versions)
    live.publish_all(_frame(person_id, before + 1, counts.get(person_id, {})) for person_id, before in versions.items())


def _frame(person_id: UUID, version: int, unread: dict[str, int]) -> live.Frame:
    out = {"unread": sum(unread.values()), "unread_by": unread}
    return live.Frame(live.topic_name("inbox", person_id), "inbox.changed", out, version)
