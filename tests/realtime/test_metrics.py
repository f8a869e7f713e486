"""The counters of a socket process, and who may read them."""

from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.realtime.client import Wire
from tests.realtime.stage import room


def metrics(server, token):
    asked = Request(f"{server.url}/metrics", headers={"Authorization": f"Bearer {token}"})  # noqa: S310  # our own http address
    lines = urlopen(asked, timeout=10).read().decode().splitlines()  # noqa: S310  # likewise
    return {line.split()[0]: float(line.split()[1]) for line in lines if line.startswith("cocare_live")}


def test_the_counters_count(cast, start):
    server = start(HEALTH_TOKEN="a token for this test")
    mother, teacher = Wire.of(server, cast.lin_lan), Wire.of(server, cast.luo_ping)
    for line in (mother, teacher):
        line.ok("topic.join", topic=room.topic(cast.class_2))
    teacher.ok("stage.say", stage=str(cast.class_2.pk), body="x")
    mother.frames(1)
    found = metrics(server, "a token for this test")
    assert found["cocare_live_sockets"] == 2
    assert found["cocare_live_topics"] == 1
    assert found["cocare_live_deliveries_total"] == 2
    with pytest.raises(HTTPError) as refused:
        metrics(server, "another")
    assert refused.value.code == 404
