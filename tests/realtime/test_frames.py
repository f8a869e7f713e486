"""Bad input: each gets one clear sentence, and too much of it the door."""

import json

import pytest

from tests.realtime.stage import room


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        "null",
        '"hello"',
        "NaN",
        '{"id": 7, "do": "topic.join"}',
        '{"id": "", "do": "topic.join"}',
        '{"do": "topic.join", "in": {}}',
        '{"id": "1", "do": 3}',
        '{"id": "1", "do": "topic.join", "in": []}',
        '{"id": "1", "do": "topic.join", "in": {"topic": "\\ud800"}}',
        "[" * 5000,
        '{"id": "1", "do": "topic.join", "in": {"since": ' + "9" * 5000 + "}}",
        b"\x00\x01",
    ],
)
def test_what_is_no_frame_is_said_so(cast, wire, text):
    line = wire(cast.lin_lan)
    line.line.send(text)
    answer = json.loads(line.line.recv(timeout=5))
    assert answer["error"]["code"] == "bad_frame"
    assert answer["error"]["text"]
    assert line.error("no.such.thing")["code"] == "unknown_command"


def test_ten_bad_frames_close_the_socket(cast, wire):
    line = wire(cast.lin_lan)
    for _ in range(10):
        line.line.send("?")
    assert line.closed_with() == 4400


def test_a_frame_over_64_kib_closes_the_socket(cast, wire):
    line = wire(cast.lin_lan)
    fits = json.dumps({"id": "1", "do": "stage.slow", "in": {"x": ""}})
    line.line.send(fits.replace('""', f'"{"x" * (65536 - len(fits))}"'))
    assert line.answer("1") == {"re": "1", "ok": {}}
    line.line.send("x" * 65537)
    assert line.closed_with() == 1009


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"topic": ""}, "topic"),
        ({"topic": {"a": 1}}, "topic"),
        ({"topic": ["stage"]}, "topic"),
        ({"topic": 7}, "topic"),
        ({"topic": "x" * 101}, "topic"),
        ({"topic": "stage:1\x00"}, "topic"),
        ({"topic": "stage:x", "since": -1}, "since"),
        ({"topic": "stage:x", "since": True}, "since"),
        ({"topic": "stage:x", "since": "many"}, "since"),
        ({"topic": "stage:x", "since": 10**20}, "since"),
        ({"topic": "stage:x", "since": {"$gt": 0}}, "since"),
    ],
)
def test_a_wrong_field_is_named(cast, wire, given, field):
    refusal = wire(cast.lin_lan).error("topic.join", **given)
    assert refusal["code"] == "invalid"
    assert list(refusal["fields"]) == [field]
    assert len(refusal["fields"][field]) == 1
    assert refusal["text"]


@pytest.mark.parametrize("topic", ["stage:x", "stage", "<b>stage</b>", "nothing:1", "stage:'; DROP TABLE x"])
def test_a_topic_that_names_nothing_is_not_found(cast, wire, topic):
    assert wire(cast.lin_lan).error("topic.join", topic=topic)["code"] == "not_found"


def test_each_failure_of_a_command_has_its_code(cast, wire, server):
    mother, teacher = wire(cast.lin_lan), wire(cast.luo_ping)
    stage = str(cast.class_2.pk)
    assert mother.error("stage.say", stage=stage, body="x")["code"] == "forbidden"
    assert teacher.error("stage.say", stage=stage, body="")["fields"]["body"]
    assert teacher.error("stage.say", stage="nobody's", body="x")["fields"]["stage"]
    other = "01890000-0000-7000-8000-000000000000"
    assert teacher.error("stage.say", stage=other, body="x")["code"] == "not_found"
    assert mother.error("stage.refuse")["code"] == "conflict"
    assert mother.error("stage.break", stage=stage, body="a private word")["code"] == "internal"
    assert mother.ok("stage.slow") == {}
    log = server.log.read_text()
    assert "ZeroDivisionError" in log
    assert "a private word" not in log


def test_html_is_text(cast, wire):
    teacher, mother = wire(cast.luo_ping), wire(cast.lin_lan)
    mother.ok("topic.join", topic=room.topic(cast.class_2))
    teacher.ok("stage.say", stage=str(cast.class_2.pk), body="<script>alert(1)</script>")
    assert mother.frames(1)[0]["out"]["body"] == "<script>alert(1)</script>"


def test_too_many_commands_are_too_fast(cast, wire):
    line = wire(cast.lin_lan)
    for number in range(400):
        line.line.send(json.dumps({"id": f"n{number}", "do": "topic.leave", "in": {"topic": "stage:x"}}))
    answers = [json.loads(line.line.recv(timeout=5)) for _ in range(400)]
    refused = [answer["error"] for answer in answers if "error" in answer]
    assert 100 < len(refused) <= 200
    assert all(error["code"] == "too_fast" and 0 < error["retry_after"] <= 1 for error in refused)
