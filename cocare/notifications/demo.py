"""The demo people's notices of the last weeks: most of them read, the latest waiting."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse

from cocare.people.demo import DemoDistrict
from cocare.people.seeding.cast import QIU_MINGYUE

from .kinds import WELCOME
from .models import Inbox, Notification


class PastNotice(NamedTuple):
    """A notice of some hours ago: its kind, the page that it leads to, and whether it has been read."""

    kind: str
    url_name: str
    hours: int
    read: bool = True


def seed(district: DemoDistrict) -> None:
    """Welcome everyone who can sign in with one click; who just came has not read it yet."""
    welcome = PastNotice(WELCOME, "notifications:preference.edit", 19 * 24)
    settled = [person.pk for phone, person in district.people.items() if phone != QIU_MINGYUE]
    newcomers = [person.pk for phone, person in district.people.items() if phone == QIU_MINGYUE]
    _write(district, settled, [welcome])
    _write(district, newcomers, [welcome._replace(read=False)])


def add_past(district: DemoDistrict, notices: Iterable[PastNotice]) -> None:
    """Give all demo people but who just came these notices: for the demo of an app that has kinds of its own."""
    _write(district, [person.pk for phone, person in district.people.items() if phone != QIU_MINGYUE], list(notices))


def _write(district: DemoDistrict, person_ids: list[UUID], notices: list[PastNotice]) -> None:
    rows = [_notification(district, person_id, notice) for person_id in person_ids for notice in notices]
    Notification.objects.bulk_create(rows)
    versions = Counter(Notification.objects.filter(person__in=person_ids).values_list("person", flat=True))
    Inbox.objects.bulk_create(
        [Inbox(person_id=person_id, version=version) for person_id, version in versions.items()],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["version"],
    )


def _notification(district: DemoDistrict, person_id: UUID, notice: PastNotice) -> Notification:
    at = district.now - timedelta(hours=notice.hours, minutes=district.rng.randrange(50))
    seen = at + timedelta(minutes=district.rng.randrange(5, 90)) if notice.read else None
    return Notification(
        person_id=person_id, kind=notice.kind, url=reverse(notice.url_name), created_at=at, shown_at=seen, read_at=seen
    )
