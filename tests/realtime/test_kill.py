"""kill -9 of the server between any two sends: every acknowledged message is there, none twice, no hole."""

import json
import random
import signal
import time
from contextlib import suppress
from uuid import uuid4

import pytest
from django.db import connection
from websockets.exceptions import ConnectionClosed, InvalidMessage

from cocare.channel.models import Message
from cocare.embedded.child_processes import free_port
from tests import factories as make
from tests.realtime.client import Wire, cookie_of
from tests.servers import Lives, database_url

TRIES = 100
AT_ONCE = 8
LATEST_KILL = 0.01
PATIENCE = 20


class Address:
    """One server address with many lives, each ended by kill -9."""

    def __init__(self, log):
        self.port = free_port()
        self.url, self.socket_url = f"http://127.0.0.1:{self.port}", f"ws://127.0.0.1:{self.port}/ws/"
        self.lives = Lives(
            log,
            {
                "DJANGO_SETTINGS_MODULE": "cocare.settings.test",
                "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
                "SITE_URL": self.url,
            },
        )

    def begin(self):
        self.lives.begin(self.port)

    def kill(self):
        self.lives.kill(self.port)

    def socket(self, cookie):
        """A socket, as soon as the new life answers."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return Wire(self, cookie)
            except (OSError, InvalidMessage, ConnectionClosed, EOFError):
                assert time.monotonic() < deadline, "the server does not come back"
                time.sleep(0.01)


@pytest.fixture
def server(cast, tmp_path):
    address = Address(tmp_path / "lives.log")
    yield address
    address.lives.end()


class Writer:
    """A client that keeps what it was not answered, and sends it again in the next life."""

    def __init__(self, cookie, conversation):
        self.cookie, self.conversation = cookie, str(conversation.pk)
        self.kept, self.acknowledged, self.written = [], {}, 0

    def fill(self):
        while len(self.kept) < AT_ONCE:
            self.written += 1
            self.kept.append((str(uuid4()), f"第{self.written}句"))

    def send(self, wire):
        """Everything kept, without waiting for answers."""
        for client_id, body in self.kept:
            given = {"conversation": self.conversation, "client_id": client_id, "body": body}
            wire.line.send(json.dumps({"id": client_id, "do": "message.send", "in": given}))

    def hear(self, wire, until=0):
        """Whatever is answered before the line goes dead, or until so many are left without an answer."""
        with suppress(ConnectionClosed):
            while len(self.kept) > until:
                answer = json.loads(wire.line.recv(timeout=PATIENCE))
                if "re" in answer:
                    assert "ok" in answer, answer
                    known = self.acknowledged.setdefault(answer["re"], answer["ok"])
                    assert known["id"] == answer["ok"]["id"]
                    self.kept = [one for one in self.kept if one[0] != answer["re"]]


def test_no_kill_loses_or_doubles_a_message(server, cast):
    chance = random.Random(20261124)
    conversation = make.child_thread(cast.xiaoman)
    writers = [Writer(cookie_of(person), conversation) for person in (cast.luo_ping, cast.lin_lan)]
    unanswered = 0
    for _ in range(TRIES):
        server.begin()
        wires = [server.socket(writer.cookie) for writer in writers]
        for writer, wire in zip(writers, wires, strict=True):
            writer.fill()
            with suppress(ConnectionClosed):
                writer.send(wire)
        # Somewhere between the first send and the last answer of one of them.
        writers[0].hear(wires[0], until=chance.randint(0, AT_ONCE))
        time.sleep(chance.uniform(0, LATEST_KILL))
        server.kill()
        for writer, wire in zip(writers, wires, strict=True):
            writer.hear(wire)
            wire.close()
            unanswered += len(writer.kept)
    server.begin()
    for writer in writers:
        wire = server.socket(writer.cookie)
        writer.send(wire)
        writer.hear(wire)
        assert not writer.kept
        wire.close()
    check(conversation, writers)
    written = sum(writer.written for writer in writers)
    print(f"\n{TRIES} kills, {written} messages, {unanswered} times a message was left without an answer")
    assert written > TRIES
    assert unanswered > TRIES // 2, "the kills came too late to hit anything"


def test_an_orderly_stop_finishes_what_it_has_begun(cast, process):
    """Sends in flight at SIGTERM: what was acknowledged is there, what was not is there once or not at all."""
    conversation, cookie = make.child_thread(cast.xiaoman), cookie_of(cast.lin_lan)
    writer = Writer(cookie, conversation)
    for heard in (0, 3, AT_ONCE - 1):
        wire = Wire(process, cookie)
        writer.fill()
        writer.send(wire)
        writer.hear(wire, until=heard)
        process.process.send_signal(signal.SIGTERM)
        writer.hear(wire)
        assert wire.line.close_code in (1012, None)
        assert process.process.wait(timeout=PATIENCE) in (0, -signal.SIGTERM)
        stored = {str(key) for key in Message.objects.values_list("client_id", flat=True)}
        assert writer.acknowledged.keys() <= stored
        process.start()
    wire = Wire(process, cookie)
    writer.send(wire)
    writer.hear(wire)
    check(conversation, [writer])


def check(conversation, writers):
    rows = list(Message.objects.filter(conversation=conversation).order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1)), "seq has a hole"
    stored = {str(row.client_id): row for row in rows}
    assert len(stored) == len(rows), "a message is there twice"
    assert len(rows) == sum(writer.written for writer in writers)
    for writer in writers:
        for client_id, message in writer.acknowledged.items():
            row = stored[client_id]
            assert (str(row.pk), row.seq, row.body) == (message["id"], message["seq"], message["body"])
        own = [stored[client_id].body for client_id in writer.acknowledged]
        assert sorted(own) == sorted(f"第{number + 1}句" for number in range(writer.written))
    conversation.refresh_from_db()
    assert conversation.last_seq == len(rows)
