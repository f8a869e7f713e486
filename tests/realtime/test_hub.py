"""The hub alone, with sockets that only remember: order, duplicates, joining, slow readers, lost lines."""

import asyncio
import json
from uuid import uuid4

import pytest

from cocare.core import live
from cocare.realtime.hub import TURNS, Hub
from cocare.realtime.wire_format import SLOW_CLIENT, text_frame
from cocare.realtime.writer import BACKPRESSURE_BYTES, MAX_BUFFERED_BYTES, payloads_of
from tests.realtime.stage import room


class Reader:
    def __init__(self, waiting=0):
        self.topics, self.answers, self.writes, self.closed, self.backlog = set(), [], [], None, waiting

    def buffered(self):
        return self.backlog

    def write(self, frames):
        self.writes.append(frames)

    def shut(self, code):
        self.closed = code

    @property
    def heard(self):
        return [json.loads(payload)["n"] for frames in self.writes for payload in payloads_of(frames)]


@pytest.fixture
def topic():
    live.register(room.Stage())
    return f"stage:{uuid4()}"


@pytest.fixture
async def hub():
    told = []
    made = Hub(told.append, lambda name: told.append(f"-{name}"))
    made.told = told
    return made


def say(hub, topic, version, n=None):
    hub.receive(topic, version, json.dumps({"n": n or version}).encode())


def listening(hub, topic, head=0, **given):
    reader = Reader(**given)
    hub.on_backpressure(reader, reader.backlog >= BACKPRESSURE_BYTES)
    hub.complete_join(reader, hub.begin_join(reader, topic), head)
    return reader


async def tick():
    for _ in range(TURNS + 2):
        await asyncio.sleep(0)


async def test_any_order_in_one_order_out_each_once(hub, topic):
    reader = listening(hub, topic)
    for version in (2, 1, 1, 3, 2, 6, 5, 4, 6):
        say(hub, topic, version)
    await tick()
    assert reader.heard == [1, 2, 3, 4, 5, 6]
    assert len(reader.writes) == 1, "the frames of one tick share a write"


async def test_what_does_not_come_is_asked_for(hub, topic):
    missing = []
    hub.on_gap = missing.append
    reader = listening(hub, topic, head=4)
    say(hub, topic, 7)
    await asyncio.sleep(0.05)
    assert [one.name for one in missing] == [topic]
    hub.catch_up(missing[0], [(5, b'{"n":5}'), (6, b'{"n":6}')], 6)
    await tick()
    assert reader.heard == [5, 6, 7]


async def test_nothing_is_lost_between_the_question_and_the_answer(hub, topic):
    first, second = listening(hub, topic), Reader()
    begun = hub.begin_join(second, topic)
    say(hub, topic, 1)
    await tick()
    say(hub, topic, 2)
    hub.send_to(second, text_frame(b'{"n":"answer"}'))
    hub.complete_join(second, begun, 1)
    say(hub, topic, 3)
    await tick()
    assert first.heard == [1, 2, 3]
    # The one before its answer's head is old news, which every client drops.
    assert second.heard == ["answer", 1, 2, 3]


async def test_an_answer_and_the_frames_of_its_tick_share_a_write(hub, topic):
    reader = listening(hub, topic)
    hub.send_to(reader, text_frame(b'{"n":"answer"}'))
    say(hub, topic, 1)
    await tick()
    assert reader.heard == ["answer", 1]
    assert len(reader.writes) == 1


async def test_hints_are_left_out_first_and_slow_readers_closed(hub, topic):
    quick, behind, stuck = (listening(hub, topic, waiting=size) for size in (0, BACKPRESSURE_BYTES, MAX_BUFFERED_BYTES))
    say(hub, topic, 1)
    say(hub, topic, None, "hint")
    await tick()
    assert quick.heard == [1, "hint"]
    assert behind.heard == [1]
    assert (stuck.heard, stuck.closed) == ([], SLOW_CLIENT)


async def test_the_bus_is_asked_for_a_topic_once_and_let_go_at_the_end(hub, topic):
    readers = [listening(hub, topic) for _ in range(3)]
    for reader in readers:
        hub.leave_all(reader)
    assert hub.told == [topic, f"-{topic}"]
    assert not hub.topics


async def test_a_large_room_takes_turns_and_loses_nothing(hub, topic):
    readers = [listening(hub, topic) for _ in range(250)]
    for version in range(1, 51):
        say(hub, topic, version)
        await tick()
    await asyncio.sleep(0.1)
    assert all(reader.heard == list(range(1, 51)) for reader in readers)


async def test_a_reader_that_has_caught_up_gets_hints_again(hub, topic):
    reader = listening(hub, topic, waiting=BACKPRESSURE_BYTES)
    say(hub, topic, None, "first hint")
    await tick()
    hub.on_backpressure(reader, False)
    say(hub, topic, None, "second hint")
    await tick()
    assert reader.heard == ["second hint"]


class Gone(Reader):
    """What uvloop's transport does when the line is gone."""

    def write(self, frames):
        raise RuntimeError


async def test_a_lost_line_harms_nobody_else(hub, topic):
    gone, well = Gone(), Reader()
    for reader in (gone, well):
        hub.complete_join(reader, hub.begin_join(reader, topic), 0)
    say(hub, topic, 1)
    await tick()
    hub.send_to(gone, text_frame(b'{"n":"answer"}'))
    say(hub, topic, 2)
    await tick()
    assert well.heard == [1, 2]
