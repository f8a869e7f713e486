"""PostgreSQL goes away and comes back, seen by sockets and pages of one real process."""

import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from websockets.exceptions import InvalidStatus

from cocare.realtime.resync import POLL_SECONDS
from tests.realtime.client import Wire, cookie_of
from tests.realtime.stage import room

# Seconds: a pool must lose its patience; who has none fails at once each time.
AWAY_FOR = {"tests.realtime.pooled": 8, "tests.realtime.settings": 2}
SOON = 6


def open_page(server, cookie):
    """Status, headers and text of the first page."""
    try:
        with urlopen(Request(f"{server.url}/", headers={"Cookie": f"sessionid={cookie}"}), timeout=30) as answer:  # noqa: S310  # our own http address
            return answer.status, answer.headers, answer.read().decode()
    except HTTPError as answer:
        return answer.code, answer.headers, answer.read().decode()


def refusal(server, cookie):
    with pytest.raises(InvalidStatus) as refused:
        Wire(server, cookie)
    return refused.value.response


def test_the_door_asks_to_come_back(cast, start, cable):
    server, cookie = start(DATABASE_URL=cable.url), cookie_of(cast.lin_lan)
    Wire(server, cookie).close()
    cable.cut()
    for _ in range(3):
        answer = refusal(server, cookie)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert refusal(server, None).status_code == 403, "who shows nothing is nobody, with or without a database"
    said = server.log.read_text()
    assert "sockets are sent away" in said
    assert "Traceback" not in said
    cable.mend()
    assert Wire(server, cookie).hello["person"] == str(cast.lin_lan.pk)


def test_open_sockets_wait_and_hear_what_came_meanwhile(cast, start, cable):
    server, topic = start(DATABASE_URL=cable.url), room.topic(cast.class_2)
    line = Wire.of(server, cast.lin_lan)
    line.ok("topic.join", topic=topic)
    cable.cut()
    assert line.error("topic.sync", topic=topic, version=0)["code"] == "busy"
    room.say(cast.class_2, "said while this process could not see it")
    time.sleep(2.5 * POLL_SECONDS)
    assert "the topics' versions could not be compared" in server.log.read_text()
    cable.mend()
    assert line.frames(1)[0]["out"]["body"] == "said while this process could not see it"
    assert "Traceback" not in server.log.read_text()


@pytest.mark.parametrize("settings_module", AWAY_FOR)
def test_pages_say_so_and_open_again(cast, start, cable, settings_module):
    server, cookie = start(DATABASE_URL=cable.url, DJANGO_SETTINGS_MODULE=settings_module), cookie_of(cast.lin_lan)
    assert open_page(server, cookie)[0] == 200
    cable.cut()
    deadline = time.monotonic() + AWAY_FOR[settings_module]
    while time.monotonic() < deadline:
        began = time.monotonic()
        status, headers, page = open_page(server, cookie)
        assert (status, headers["Retry-After"]) == (503, "10")
        assert "我们马上回来" in page
        assert time.monotonic() - began < SOON
    cable.mend()
    began = time.monotonic()
    assert open_page(server, cookie)[0] == 200, "the first page after it is one that opens"
    assert time.monotonic() - began < SOON
    assert "Traceback" not in server.log.read_text()
