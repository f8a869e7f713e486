"""Closing an account works at once, and opening it again."""

import pytest
from django.urls import reverse

from cocare.core.models import AuditEvent
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_closing_signs_out_and_keeps_out_until_opened(cast, admin, heard):
    her = make.client(cast.lin_lan)
    account = make.account(cast.lin_lan)
    child = reverse("people:child.show", args=[cast.xiaoman.pk])
    assert her.get(child).status_code == 200
    admin.post(reverse("people:account.disable", args=[account.pk]))
    assert her.get(child).status_code == 302
    assert heard["sessions"] == [(account.pk, "")]
    admin.post(reverse("people:account.disable", args=[account.pk]))
    assert AuditEvent.objects.filter(verb="account.disable").count() == 1
    admin.post(reverse("people:account.enable", args=[account.pk]))
    assert her.get(child).status_code == 200


def test_nobody_closes_the_own_account(cast, admin):
    own = make.account(cast.administrator)
    admin.post(reverse("people:account.disable", args=[own.pk]))
    own.refresh_from_db()
    assert own.is_active
