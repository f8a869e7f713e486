"""Entrusted care: given by a guardian, for a time, ended at once."""

from datetime import timedelta

import pytest

from cocare.core import clock
from cocare.people import queries
from cocare.people.enums import Capacity
from cocare.people.models import Account, CareArrangement, Person
from tests import factories as make

from .posting import entrust

pytestmark = pytest.mark.django_db


def test_whoever_is_new_becomes_known_and_sees_the_child(cast, heard):
    assert entrust(cast.lin_lan, cast.xiaoman).status_code == 303
    account = Account.objects.get(phone="+8613900001111")
    assert not account.phone_verified
    assert heard["authority"] == [account.person_id]
    assert list(queries.pupils(make.actor(account.person, Capacity.CAREGIVER))) == [cast.xiaoman]


def test_the_same_again_only_moves_the_last_day(cast):
    entrust(cast.lin_lan, cast.xiaoman)
    later = clock.today() + timedelta(days=60)
    entrust(cast.lin_lan, cast.xiaoman, until=later.isoformat())
    assert CareArrangement.objects.get(pupil=cast.xiaoman).until == later
    assert Person.objects.filter(name="陈桂英").count() == 1


def test_a_number_of_somebody_else_is_refused(cast):
    make.account(make.person("别人"), "+8613900001111")
    assert entrust(cast.lin_lan, cast.xiaoman).status_code == 422
    assert not CareArrangement.objects.filter(pupil=cast.xiaoman).exists()


def test_a_restricted_guardian_does_not_come_back_as_a_carer(cast):
    make.account(cast.xu_heng, "+8613900001111")
    answer = entrust(cast.lin_lan, cast.xiaoman, name="许恒")
    assert answer.status_code == 422
    assert not CareArrangement.objects.filter(caregiver=cast.xu_heng).exists()


def test_five_tries_a_day(cast):
    make.account(make.person("别人"), "+8613900001111")
    for _ in range(5):
        assert entrust(cast.lin_lan, cast.xiaoman).status_code == 422
    assert entrust(cast.lin_lan, cast.xiaoman, phone="13900002222").status_code == 429


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "长" * 41},
        {"phone": "123"},
        {"phone": "<script>"},
        {"relation": "boss"},
        {"until": "soon"},
        {"until": "2020-01-01"},
        {"until": "2999-01-01"},
    ],
)
def test_bad_input_gets_one_sentence_at_its_field(cast, wrong):
    answer = entrust(cast.lin_lan, cast.xiaoman, **wrong)
    assert answer.status_code == 422
    assert {name: len(found) for name, found in answer.context["form"].errors.items()} == dict.fromkeys(wrong, 1)
