"""The page behind the bell."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories as make

from .telling import tell

pytestmark = pytest.mark.django_db
LIST = reverse("notifications:notification.list")


def test_empty(cast):
    page = make.client(cast.lin_lan).get(LIST)
    assert "没有新的提醒" in page.content.decode()


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
