"""The demo people's reminders."""

from random import Random
from types import SimpleNamespace

import pytest

from cocare.channel.seeding.past_notices import add_past_notices
from cocare.core import clock
from cocare.notifications import demo, queries
from cocare.notifications.models import Inbox, Notification
from cocare.people.seeding.cast import LIN_LAN, QIU_MINGYUE, ZHOU_JING
from tests import factories as make

pytestmark = pytest.mark.django_db


def seeded(cast):
    people = {LIN_LAN: cast.lin_lan, ZHOU_JING: cast.zhou_jing, QIU_MINGYUE: cast.stranger}
    district = SimpleNamespace(now=clock.now(), rng=Random(1), people=people)
    demo.seed(district)
    add_past_notices(district)


def test_one_waits_and_the_past_is_read(cast):
    seeded(cast)
    assert queries.unread_count(make.actor(cast.lin_lan)) == 1
    assert queries.unread_count(make.actor(cast.stranger)) == 1
    assert queries.notifications(make.actor(cast.lin_lan)).count() == 4
    assert Inbox.objects.get(person=cast.lin_lan).version == 4
    assert all(row.created_at <= clock.now() for row in Notification.objects.all())


def test_the_same_chance_makes_the_same_past(cast):
    with clock.freeze(clock.now()):
        seeded(cast)
        first = list(Notification.objects.order_by("person", "created_at").values_list("person", "created_at"))
        Notification.objects.all().delete()
        Inbox.objects.all().delete()
        seeded(cast)
    assert first == list(Notification.objects.order_by("person", "created_at").values_list("person", "created_at"))
