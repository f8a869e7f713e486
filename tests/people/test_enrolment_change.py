"""A child changes class."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cocare.core import clock
from cocare.people import queries
from cocare.people.models import Enrolment
from tests import factories as make

pytestmark = pytest.mark.django_db


def move(cast, child, school_class, since=None):
    since = since or clock.today()
    return make.client(cast.principal).post(
        reverse("people:enrolment.change", args=[child.pk]),
        {"school_class": school_class.pk, "since": since.isoformat()},
    )


def test_a_class_change_is_dated_and_leaves_history(cast, heard):
    beside = make.school_class(cast.school, number=3)
    teacher = make.teacher(beside)
    day = clock.today() + timedelta(days=7)
    assert move(cast, cast.yuze, beside, day).status_code == 303
    old, new = Enrolment.objects.filter(pupil=cast.yuze).order_by("since")
    assert (old.school_class, old.until, new.school_class, new.since) == (
        cast.class_2,
        day - timedelta(days=1),
        beside,
        day,
    )
    assert {cast.he_miao.pk, teacher.pk, cast.zhou_jing.pk} <= set(heard["authority"])
    assert cast.yuze in queries.pupils(make.actor(cast.luo_ping))
    with clock.freeze(clock.now() + timedelta(days=7)):
        assert cast.yuze not in queries.pupils(make.actor(cast.luo_ping))
        assert cast.yuze in queries.pupils(make.actor(teacher))


def test_a_class_of_another_school_is_no_choice(cast):
    assert move(cast, cast.yuze, cast.other_class).status_code == 422
    assert move(cast, cast.yuze, make.school_class(cast.school, entry_year=2020)).status_code == 422
    assert Enrolment.objects.filter(pupil=cast.yuze).count() == 1
