"""Watching: joining, catching up, gaps, and what the invisible looks like."""

import time

import pytest

from cocare.people.enums import Capacity
from tests.realtime.stage import room

WITHIN = 5
"""Seconds in which a hub must catch its listeners up."""


def bodies(frames):
    return [frame["out"]["body"] for frame in frames]


def test_joined_listeners_hear_each_change_once(cast, wire):
    topic = room.topic(cast.class_2)
    teacher, mother = wire(cast.luo_ping), wire(cast.lin_lan)
    room.say(cast.class_2, "before")
    assert teacher.ok("topic.join", topic=topic) == {"topic": topic, "version": 1, "changes": []}
    joined = mother.ok("topic.join", topic=topic, since=0)
    assert joined == {
        "topic": topic,
        "version": 1,
        "changes": [{"version": 1, "what": "said", "out": {"body": "before"}}],
    }
    assert teacher.ok("stage.say", stage=str(cast.class_2.pk), body="now") == {"version": 2}
    now = {"topic": topic, "version": 2, "what": "said", "out": {"body": "now"}}
    assert mother.frames(1) == [now]
    assert teacher.frames(1) == [now]
    mother.ok("topic.leave", topic=topic)
    room.say(cast.class_2, "later")
    assert bodies(teacher.frames(1)) == ["later"]
    assert mother.hears_nothing()


def test_too_far_behind_is_told_to_refresh(cast, wire):
    topic = room.topic(cast.class_2)
    for number in range(201):
        room.say(cast.class_2, f"{number}", publish=False)
    mother = wire(cast.lin_lan)
    assert mother.ok("topic.sync", topic=topic, since=0) == {"topic": topic, "version": 201, "refresh": True}
    missed = mother.ok("topic.sync", topic=topic, since=1)
    assert [change["version"] for change in missed["changes"]] == list(range(2, 202))


@pytest.mark.parametrize("who", ["xu_heng", "former_teacher", "stranger", "administrator", "court_officer"])
def test_what_one_may_not_see_is_not_there(cast, wire, who):
    line = wire(getattr(cast, who))
    absent = line.error("topic.join", topic="stage:01890000-0000-7000-8000-000000000000")
    assert absent["code"] == "not_found"
    for do in ("topic.join", "topic.sync"):
        assert line.error(do, topic=room.topic(cast.class_2), since=0) == absent
    room.say(cast.class_2, "secret")
    assert line.hears_nothing()


def test_the_capacity_decides(cast, wire):
    topic = room.topic(cast.class_2)
    assert wire(cast.zhou_jing, Capacity.TEACHER).ok("topic.join", topic=topic)
    assert wire(cast.zhou_jing, Capacity.GUARDIAN).error("topic.join", topic=topic)["code"] == "not_found"


def test_a_lost_publish_heals_with_the_next_one_and_without(cast, wire):
    topic = room.topic(cast.class_2)
    mother = wire(cast.lin_lan)
    mother.ok("topic.join", topic=topic)
    room.say(cast.class_2, "lost", publish=False)
    room.say(cast.class_2, "heard")
    assert bodies(mother.frames(2)) == ["lost", "heard"]
    room.say(cast.class_2, "lost again", publish=False)
    assert bodies(mother.frames(1, WITHIN)) == ["lost again"]
    assert mother.hears_nothing()


def test_far_behind_listeners_are_told_to_refresh(cast, wire):
    mother = wire(cast.lin_lan)
    mother.ok("topic.join", topic=room.topic(cast.class_2))
    for number in range(250):
        room.say(cast.class_2, f"{number}", publish=False)
    deadline = time.monotonic() + WITHIN
    version = 0
    while version < 250:
        frame = mother.frames(1, deadline - time.monotonic())[0]
        assert frame["version"] > version
        version = frame["version"]


def test_hints_pass_by_and_are_never_repeated(cast, wire):
    teacher, mother = wire(cast.luo_ping), wire(cast.lin_lan)
    mother.ok("topic.join", topic=room.topic(cast.class_2))
    for _ in range(3):
        teacher.ok("stage.hint", stage=str(cast.class_2.pk), body="typing")
    hint = {"topic": room.topic(cast.class_2), "what": "hinted", "out": {"body": "typing"}}
    assert mother.frames(1) == [hint]
    assert mother.hears_nothing(), "three within a second are one"
