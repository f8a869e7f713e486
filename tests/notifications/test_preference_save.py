"""What a person wants outside the page."""

import pytest
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db
LIST = reverse("notifications:notification.list")


def test_what_a_person_wants_outside(cast):
    client = make.client(cast.lin_lan)
    page = client.get(reverse("notifications:preference.edit"))
    form = page.context["form"]
    assert "test.urgent-sms" not in form.fields
    assert form.fields["test.reminder-sms"].initial is True
    client.post(reverse("notifications:preference.save"), {"test.message-sms": "on", "test.urgent-sms": ""})
    form = client.get(reverse("notifications:preference.edit")).context["form"]
    assert (form.fields["test.message-sms"].initial, form.fields["test.reminder-sms"].initial) == (True, False)
