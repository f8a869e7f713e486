"""Who gets a socket at all."""

import pytest
from websockets.exceptions import InvalidStatus

from cocare.people.enums import Capacity
from tests import factories as make
from tests.realtime.client import Wire, cookie_of


def refused(server, cookie, **options):
    with pytest.raises(InvalidStatus) as refusal:
        Wire(server, cookie, **options)
    return refusal.value.response.status_code


def test_a_signed_in_person_is_greeted_in_their_capacity(server, cast):
    hello = Wire.of(server, cast.zhou_jing, Capacity.GUARDIAN).hello
    assert hello["type"] == "hello"
    assert hello["person"] == str(cast.zhou_jing.pk)
    assert hello["capacity"] == "guardian"
    assert hello["now"].endswith("Z")
    assert Wire.of(server, cast.zhou_jing, Capacity.TEACHER).hello["capacity"] == "teacher"


def test_the_door_stays_shut(server, cast):
    good = cookie_of(cast.lin_lan)
    assert refused(server, None) == 403
    assert refused(server, "x" * 32) == 403
    assert refused(server, good, origin="http://elsewhere.example") == 403
    assert refused(server, good, origin="http://127.0.0.1:1") == 403, "another port is another site"
    assert refused(server, good, subprotocol="chat") == 403
    account = make.account(cast.lin_lan)
    account.is_active = False
    account.save()
    assert refused(server, good) == 403


def test_a_changed_password_ends_older_sessions(server, cast):
    good = cookie_of(cast.luo_ping)
    account = make.account(cast.luo_ping)
    account.set_password("another long password")
    account.save()
    assert refused(server, good) == 403


def test_no_origin_no_socket(server, cast):
    from websockets.sync.client import connect

    with pytest.raises(InvalidStatus) as refusal:
        connect(
            server.socket_url,
            subprotocols=["cocare.1"],
            additional_headers={"Cookie": f"sessionid={cookie_of(cast.lin_lan)}"},
        )
    assert refusal.value.response.status_code == 403
