"""The page behind the bell."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cocare.notifications import services
from cocare.notifications.models import Notification
from tests import factories as make

pytestmark = pytest.mark.django_db

LIST = reverse("notifications:notification.list")


def tell(person, count: int = 1, **facts) -> None:
    for number in range(count):
        services.notify(person_ids=[person.pk], kind="test.message", url="/channel/", params={"n": number}, **facts)


def test_empty(cast):
    page = make.client(cast.lin_lan).get(LIST)
    assert "没有新的提醒" in page.content.decode()


def test_one_for_each_and_where_it_leads(cast):
    tell(cast.lin_lan)
    client = make.client(cast.lin_lan)
    assert "You have a new test message" in client.get(LIST).content.decode()
    notice = Notification.objects.get()
    assert notice.shown_at
    assert notice.read_at is None
    opened = client.get(reverse("notifications:notification.open", args=[notice.pk]))
    assert opened["Location"] == "/channel/"
    notice.refresh_from_db()
    assert notice.read_at


def test_marking_one_and_all(cast):
    tell(cast.lin_lan, 3)
    client = make.client(cast.lin_lan)
    first = Notification.objects.first()
    client.post(reverse("notifications:notification.read", args=[first.pk]))
    assert Notification.objects.filter(read_at=None).count() == 2
    part = client.post(reverse("notifications:notification.read", args=[first.pk]), headers={"HX-Request": "true"})
    assert f"notice-{first.pk}" in part.content.decode()
    client.post(reverse("notifications:notification.read_all"))
    assert not Notification.objects.filter(read_at=None).exists()


def test_what_waits_in_the_other_capacity_is_counted_not_shown(cast):
    tell(cast.zhou_jing, 2, capacity="guardian")
    page = make.client(cast.zhou_jing, "teacher").get(LIST).content.decode()
    assert "You have a new test message" not in page
    assert "还有 2 条" in page


def test_as_many_queries_for_thirty_as_for_one(cast):
    client = make.client(cast.lin_lan)
    tell(cast.lin_lan)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    tell(cast.lin_lan, 29)
    client.get(LIST)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)


def test_pages(cast):
    tell(cast.lin_lan, 31)
    client = make.client(cast.lin_lan)
    assert len(client.get(LIST).context["notices"]) == 30
    assert len(client.get(LIST, {"page": "2"}).context["notices"]) == 1
    assert len(client.get(LIST, {"page": "nonsense"}).context["notices"]) == 30


def test_what_a_person_wants_outside(cast):
    client = make.client(cast.lin_lan)
    page = client.get(reverse("notifications:preference.edit"))
    form = page.context["form"]
    assert "test.urgent-sms" not in form.fields
    assert form.fields["test.reminder-sms"].initial is True
    client.post(reverse("notifications:preference.save"), {"test.message-sms": "on", "test.urgent-sms": ""})
    form = client.get(reverse("notifications:preference.edit")).context["form"]
    assert (form.fields["test.message-sms"].initial, form.fields["test.reminder-sms"].initial) == (True, False)
