"""The inbox's version: raised under its row lock by every change, and told to the person's open pages."""

from collections.abc import Collection, Iterable
from uuid import UUID

from cocare.core import live

from .. import queries
from ..models import Inbox


def lock(person_ids: Iterable[UUID]) -> list[UUID]:
    """Lock these people's inboxes in one order, making those that are missing. Return the people."""
    people = sorted(set(person_ids))
    Inbox.objects.bulk_create([Inbox(person_id=person_id) for person_id in people], ignore_conflicts=True)
    return list(Inbox.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk", flat=True))


def publish_change(locked: Collection[UUID]) -> None:
    """Raise the versions of these people's locked inboxes and publish the new counts after the commit."""
    if not locked:
        return
    versions, unread = live.raise_versions(Inbox, locked), queries.unread_by_person(locked)
    live.publish_all(_frame(person_id, version, unread.get(person_id, {})) for person_id, version in versions.items())


def _frame(person_id: UUID, version: int, unread: dict[str, int]) -> live.Frame:
    out = {"unread": sum(unread.values()), "unread_by": unread}
    return live.Frame(live.topic_name("inbox", person_id), "inbox.changed", out, version)
