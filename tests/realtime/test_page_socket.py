"""static/js/socket/: topics and the outbox in a real browser, through restarts and without sockets."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from cocare.channel.models import Message
from tests import factories as make
from tests.realtime.client import cookie_of
from tests.realtime.stage import room

pytestmark = pytest.mark.browser

LISTEN = """(topic) => {
    window.seen = [];
    document.addEventListener('cocare:frame', ({ detail }) => {
        if (detail.topic === topic) window.seen.push(detail);
    });
}"""
WATCH = f"""async ([topic, version]) => {{
    const {{ watch }} = await import('/static/js/socket/topics.js');
    ({LISTEN})(topic);
    watch(topic, version, document.body);
}}"""
QUEUE = """async (messages) => {
    const { queue } = await import('/static/js/socket/outbox.js');
    window.sent ||= [];
    const keep = ({ detail }) => window.sent.push(detail.message.body);
    if (!window.counting) document.addEventListener('cocare:sent', keep);
    window.counting = true;
    for (const message of messages) await queue(message);
}"""


@pytest.fixture
def page_of(desktop_page):
    """The page of a signed-in person, on a server."""

    def open_at(server, person, path="/people/"):
        desktop_page.context.add_cookies([{"name": "sessionid", "value": cookie_of(person), "url": server.url}])
        desktop_page.goto(server.url + path)
        return desktop_page

    return open_at


def in_its_place(page, person, answer):
    """Instead of the server `answer(line, text)` hears what the page says."""

    def serve(line):
        line.on_message(lambda text: answer(line, text))
        line.send(json.dumps({"type": "hello", "person": str(person.pk), "capacity": "guardian", "now": ""}))

    page.route_web_socket("**/ws/", serve)


def seen(page, number):
    page.wait_for_function("number => window.seen.length >= number", arg=number, timeout=20_000)
    return page.evaluate("window.seen")


def test_changes_come_in_order_and_once_across_a_restart(cast, start, page_of):
    server = start()
    page = page_of(server, cast.lin_lan, "/")
    page.evaluate(WATCH, [room.topic(cast.class_2), 0])
    for number in (1, 2):
        room.say(cast.class_2, f"{number}")
    seen(page, 2)
    server.kill()
    room.say(cast.class_2, "3")
    server.start()
    room.say(cast.class_2, "4")
    assert [frame["version"] for frame in seen(page, 4)] == [1, 2, 3, 4]
    room.say(cast.class_2, "5", publish=False)
    room.say(cast.class_2, "6")
    assert [frame["out"]["body"] for frame in seen(page, 6)] == ["1", "2", "3", "4", "5", "6"]


def test_what_was_written_without_a_server_arrives_once_and_in_order(cast, start, page_of):
    server = start()
    conversation = make.child_thread(cast.xiaoman)
    page = page_of(server, cast.lin_lan, "/")
    bodies = [f"第{number}句" for number in range(1, 6)]
    messages = [{"conversation": str(conversation.pk), "body": body} for body in bodies]
    page.evaluate(QUEUE, messages[:1])
    page.wait_for_function("() => window.sent.length === 1")
    server.kill()
    page.evaluate(QUEUE, messages[1:])
    server.start()
    page.wait_for_function("() => window.sent.length === 5", timeout=30_000)
    assert page.evaluate("window.sent") == bodies
    assert list(Message.objects.order_by("seq").values_list("body", flat=True)) == bodies


def test_a_network_without_sockets_polls_and_posts(cast, start, page_of, desktop_page):
    server = start()
    conversation = make.child_thread(cast.xiaoman)
    desktop_page.route_web_socket("**/ws/", lambda line: line.close())
    page = page_of(server, cast.lin_lan, f"/channel/{conversation.pk}/")
    page.evaluate(LISTEN, f"conversation:{conversation.pk}")
    message = {"conversation": str(conversation.pk), "body": "没有长连接也能发"}
    page.evaluate(QUEUE, [{**message, "url": reverse("api:message_list", args=[conversation.pk])}])
    page.wait_for_function("() => window.sent.length === 1", timeout=20_000)
    frames = seen(page, 1)
    assert [(frame["version"], frame["out"]["body"]) for frame in frames] == [(1, "没有长连接也能发")]


def test_what_comes_while_a_gap_is_being_closed_is_not_lost(cast, start, page_of, desktop_page):
    """A server that tells the third change before it answers, up to the second, what was missed."""
    server, topic = start(), room.topic(cast.class_2)
    changes = [{"version": number, "what": "said", "out": {"body": f"{number}"}} for number in (1, 2, 3)]

    def answer(line, text):
        asked = json.loads(text)
        given, ok = asked["in"], {"version": 0, "changes": []}
        if given.get("topic") == topic and asked["do"] == "topic.sync":
            if given["since"] == 0:
                line.send(json.dumps({"topic": topic, **changes[2]}))
            ok = {"version": given["since"] + 2, "changes": changes[given["since"] :][:2]}
        line.send(json.dumps({"re": asked["id"], "ok": ok}))
        if given.get("topic") == topic and asked["do"] == "topic.join":
            line.send(json.dumps({"topic": topic, **changes[1]}))

    in_its_place(desktop_page, cast.lin_lan, answer)
    page = page_of(server, cast.lin_lan, "/")
    page.evaluate(WATCH, [topic, 0])
    assert [frame["version"] for frame in seen(page, 3)] == [1, 2, 3]


def test_a_message_that_cannot_be_taken_keeps_no_other_conversation_waiting(cast, start, page_of, desktop_page):
    """A server that fails with all that is written in one conversation, until it is mended."""
    server, broken, whole = start(), str(uuid4()), str(uuid4())
    taken = []

    def answer(line, text):
        asked = json.loads(text)
        given, ok = asked["in"], {"version": 0, "changes": []}
        if asked["do"] == "message.send":
            if given["conversation"] == broken and "三" not in taken:
                line.send(json.dumps({"re": asked["id"], "error": {"code": "internal", "text": "?"}}))
                return
            taken.append(given["body"])
            ok = {"body": given["body"]}
        line.send(json.dumps({"re": asked["id"], "ok": ok}))

    in_its_place(desktop_page, cast.lin_lan, answer)
    page = page_of(server, cast.lin_lan, "/")
    said = [(broken, "一"), (broken, "二"), (whole, "甲"), (whole, "乙")]
    page.evaluate(QUEUE, [{"conversation": where, "body": body} for where, body in said])
    page.wait_for_function("() => window.sent.length === 2", timeout=20_000)
    assert taken == ["甲", "乙"]
    page.evaluate(QUEUE, [{"conversation": whole, "body": "三"}])
    page.wait_for_function("() => window.sent.length === 5", timeout=40_000)
    assert taken == ["甲", "乙", "三", "一", "二"]
