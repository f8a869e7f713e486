"""Opening a notice leads to its page and marks it as read."""

import pytest
from django.urls import reverse

from cocare.notifications.models import Notification
from tests import factories as make

from .telling import tell

pytestmark = pytest.mark.django_db
LIST = reverse("notifications:notification.list")


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
