"""The demo people's reminders of the last weeks: most of them read, the latest waiting."""

from datetime import timedelta
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from cocare.people.demo import DemoDistrict
from cocare.people.seeding.cast import QIU_MINGYUE

from . import kinds
from .models import Inbox, Notification

# (kind, page, hours ago, whether it is read yet)
PAST = (
    (kinds.WELCOME, "notifications:preference.edit", 19 * 24, True),
    ("message.new", "channel:conversation.list", 6 * 24 + 3, True),
    ("message.new", "channel:conversation.list", 2 * 24 + 1, True),
    ("message.new", "channel:conversation.list", 5, False),
)


def seed(district: DemoDistrict) -> None:
    """A short past for everyone who can sign in with one click, and only the welcome for who just came."""
    rows: list[Notification] = []
    for phone, person in sorted(district.people.items()):
        past = PAST[:1] if phone == QIU_MINGYUE else PAST
        rows += [
            notification
            for kind, page, hours, read in past
            if (
                notification := _notification(
                    district, person.pk, kind, page, hours, read=read and phone != QIU_MINGYUE
                )
            )
        ]
    Notification.objects.bulk_create(rows)
    counts: dict[UUID, int] = {}
    for row in rows:
        counts[row.person_id] = counts.get(row.person_id, 0) + 1
    Inbox.objects.bulk_create([Inbox(person_id=person_id, version=count) for person_id, count in counts.items()])


def _notification(
    district: DemoDistrict, person_id: UUID, kind: str, page: str, hours: int, *, read: bool
) -> Notification | None:
    """Return a notice of some hours ago; None where this installation lacks its kind or its page."""
    try:
        url = reverse(page)
    except NoReverseMatch:
        return None
    if not kinds.is_registered(kind):
        return None
    at = district.now - timedelta(hours=hours, minutes=district.rng.randrange(50))
    seen = at + timedelta(minutes=district.rng.randrange(5, 90)) if read else None
    return Notification(person_id=person_id, kind=kind, url=url, created_at=at, shown_at=seen, read_at=seen)
