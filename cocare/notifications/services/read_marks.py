"""Notices as they reach their person: shown, opened, or settled by what was read elsewhere."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction

from cocare.core import clock
from cocare.core.access import Actor, visible

from .. import rules
from ..models import Notification
from . import inboxes


def mark_shown(*, actor: Actor, notifications: Iterable[Notification]) -> None:
    """Note that they stood on the person's screen. No version rises: nothing that a page shows changes by it."""
    fresh = [notification.pk for notification in notifications if notification.shown_at is None]
    if fresh:
        Notification.objects.filter(pk__in=fresh, person_id=actor.acting_person_id).update(shown_at=clock.now())


@transaction.atomic
def mark_read(*, actor: Actor, notification: Notification) -> None:
    """Note that the person opened it. Once read it stays read; a second time changes nothing."""
    locked = inboxes.lock([notification.person_id])
    rows = Notification.objects.filter(pk=notification.pk, person_id=actor.acting_person_id, read_at=None)
    if rows.update(read_at=clock.now()):
        inboxes.publish_change(locked)


@transaction.atomic
def mark_all_read(*, actor: Actor) -> int:
    """Mark everything in the capacity the person acts in. Return how many there were."""
    locked = inboxes.lock([actor.acting_person_id])
    count = visible(Notification, actor, rules.own).filter(read_at=None).update(read_at=clock.now())
    if count:
        inboxes.publish_change(locked)
    return count


@transaction.atomic
def mark_collapsed_read(seen: Collection[tuple[UUID, str]]) -> None:
    """Mark unread notices as read whose things themselves were seen (a conversation was read).

    `seen` holds (person, collapse key).
    """
    targets = set(seen)
    people, keys = {person_id for person_id, _ in targets}, {key for _, key in targets}
    rows = Notification.objects.filter(person_id__in=people, collapse_key__in=keys, read_at=None)
    unread = {
        pk: person_id
        for pk, person_id, key in rows.values_list("pk", "person_id", "collapse_key")
        if (person_id, key) in targets
    }
    if not unread:
        return
    locked = inboxes.lock(unread.values())
    Notification.objects.filter(pk__in=unread, read_at=None).update(read_at=clock.now())
    inboxes.publish_change(locked)
