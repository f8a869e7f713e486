"""A child leaves the school."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cocare.core import clock
from cocare.people import queries, services
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_who_left_is_taken_in_by_the_next_school(cast):
    browser, url = make.client(cast.principal), reverse("people:enrolment.end", args=[cast.yuze.pk])
    assert browser.post(url, {"last_day": "2020-01-01"}).status_code == 422
    assert browser.post(url, {"last_day": clock.today().isoformat()}).status_code == 303
    tomorrow = clock.today() + timedelta(days=1)
    actor = make.actor(cast.other_principal)
    services.enrol(actor=actor, pupil=cast.yuze, school_class=cast.other_class, since=tomorrow)
    with clock.freeze(clock.now() + timedelta(days=1)):
        assert cast.yuze not in queries.pupils(make.actor(cast.principal))
        assert cast.yuze in queries.pupils(actor)
        page = make.client(cast.he_miao).get(reverse("people:child.show", args=[cast.yuze.pk]))
        assert cast.other_school.name in page.content.decode()
