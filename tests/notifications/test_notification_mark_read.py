"""Marking one notice, or all of them, as read."""

import pytest
from django.urls import reverse

from cocare.notifications.models import Notification
from tests import factories as make

from .telling import tell

pytestmark = pytest.mark.django_db
LIST = reverse("notifications:notification.list")


def test_marking_one_and_all(cast):
    tell(cast.lin_lan, 3)
    client = make.client(cast.lin_lan)
    first = Notification.objects.first()
    client.post(reverse("notifications:notification.mark_read", args=[first.pk]))
    assert Notification.objects.filter(read_at=None).count() == 2
    part = client.post(reverse("notifications:notification.mark_read", args=[first.pk]), headers={"HX-Request": "true"})
    assert f"notice-{first.pk}" in part.content.decode()
    client.post(reverse("notifications:notification.mark_all_read"))
    assert not Notification.objects.filter(read_at=None).exists()
