"""More than one process, and Redis going away."""

import signal
import socket
import time
from itertools import cycle, islice

from tests.realtime.client import Wire
from tests.realtime.stage import room

WITHIN = 5


def test_two_processes_hear_each_other(cast, two):
    one, other = two
    teacher, mother = Wire.of(one, cast.luo_ping), Wire.of(other, cast.lin_lan)
    topic = room.topic(cast.class_2)
    for line in (teacher, mother):
        line.ok("topic.join", topic=topic)
    for number in range(1, 21):
        teacher.ok("stage.say", stage=str(cast.class_2.pk), body=f"{number}")
    for line in (teacher, mother):
        assert [frame["version"] for frame in line.frames(20)] == list(range(1, 21))


def test_redis_stopped_and_wiped_loses_nothing(cast, start, own_redis):
    servers = [start(REDIS_URL=own_redis.url) for _ in range(2)]
    teacher, mother = Wire.of(servers[0], cast.luo_ping), Wire.of(servers[1], cast.lin_lan)
    topic, stage = room.topic(cast.class_2), str(cast.class_2.pk)
    mother.ok("topic.join", topic=topic)
    teacher.ok("stage.say", stage=stage, body="with Redis")
    assert mother.frames(1)[0]["out"]["body"] == "with Redis"
    own_redis.stop()
    teacher.ok("stage.say", stage=stage, body="without Redis")
    assert mother.frames(1, WITHIN)[0]["out"]["body"] == "without Redis"
    own_redis.start()
    teacher.ok("stage.say", stage=stage, body="while it comes back")
    assert mother.frames(1, WITHIN)[0]["out"]["body"] == "while it comes back"
    begun = time.monotonic()
    while True:
        teacher.ok("stage.say", stage=stage, body="again")
        sent = time.monotonic()
        mother.frames(1, WITHIN)
        if time.monotonic() - sent < 0.5:
            break
        assert time.monotonic() - begun < 30, "the bus never came back"


def test_a_slow_reader_is_closed_and_others_go_on(cast, server, wire):
    teacher, mother = wire(cast.luo_ping), wire(cast.he_miao)
    # A reader whose system takes next to nothing in, and who reads nothing at all for a while.
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.connect(("127.0.0.1", server.port))
    slow = wire(cast.lin_lan, sock=narrow, max_queue=1)
    topic, number = room.topic(cast.class_2), 250
    for line in (slow, mother):
        line.ok("topic.join", topic=topic)
    # Two lines, because one alone may not say that much at once.
    for say in islice(cycle((teacher.ok, wire(cast.luo_ping).ok)), number):
        # More than the systems on both sides keep for a reader, and than we do.
        say("stage.say", stage=str(cast.class_2.pk), body="很" * 10_000)
        assert len(mother.frames(1)) == 1
    assert slow.closed_with() == 4408
    back = wire(cast.lin_lan).ok("topic.join", topic=topic, since=number - 1)
    assert [change["version"] for change in back["changes"]] == [number]


def test_a_stopping_server_says_so(cast, process):
    line = Wire.of(process, cast.lin_lan)
    process.process.send_signal(signal.SIGTERM)
    assert line.closed_with() == 1012
