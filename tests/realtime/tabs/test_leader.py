"""The tab that holds the socket is the leader: whatever becomes of it, the others go on (static/js/socket/tabs.js)."""

import time

import pytest

from cocare.channel.models import Message
from tests import factories as make
from tests.realtime.stage import room
from tests.realtime.tabs.browser_tabs import (
    NO_WORD_FROM_IT,
    NOTICED,
    PATIENCE,
    bodies,
    comes_to,
    leader,
    sockets,
)
from tests.realtime.test_page_socket import QUEUE

pytestmark = pytest.mark.browser


def test_when_the_leader_is_closed_the_others_go_on(cast, server, three):
    first, *others = three
    room.say(cast.class_2, "before")
    for page in three:
        bodies(page, 1)
    first.close()
    begun = time.monotonic()
    room.say(cast.class_2, "meanwhile")
    for page in others:
        assert bodies(page, 2) == ["before", "meanwhile"]
    assert time.monotonic() - begun < 2
    room.say(cast.class_2, "after")
    for page in others:
        assert bodies(page, 3) == ["before", "meanwhile", "after"]
    comes_to(1, lambda: sockets(server))


def test_a_leader_without_a_sign_of_life_is_replaced_and_steps_back(cast, server, three):
    first, *others = three
    first.evaluate(NO_WORD_FROM_IT)
    time.sleep(0.2)  # it hangs by then
    begun = time.monotonic()
    room.say(cast.class_2, "while it hung")
    for page in others:
        assert bodies(page, 1) == ["while it hung"]
    assert time.monotonic() - begun < NOTICED
    room.say(cast.class_2, "once more")
    for page in three:
        assert bodies(page, 2) == ["while it hung", "once more"]
    comes_to(1, lambda: sockets(server))


def test_a_leader_that_the_browser_freezes_hands_over_and_comes_back(cast, server, three):
    """The browser of the tests freezes no page that it shows, and it shows all: what it would tell is said by hand."""
    first, *others = three
    begun = time.monotonic()
    first.evaluate("document.dispatchEvent(new Event('freeze'))")
    room.say(cast.class_2, "while it slept")
    for page in others:
        assert bodies(page, 1) == ["while it slept"]
    assert time.monotonic() - begun < 2
    assert leader(others) in others
    assert first.evaluate("window.seen") == []
    first.evaluate("document.dispatchEvent(new Event('resume'))")
    assert bodies(first, 1) == ["while it slept"]
    room.say(cast.class_2, "once more")
    for page in three:
        assert bodies(page, 2) == ["while it slept", "once more"]
    assert sockets(server) == 1


def test_what_a_deposed_leader_still_says_is_not_heard(cast, server, three):
    topic = room.topic(cast.class_2)
    late = {"topic": topic, "version": 1, "what": "said", "out": {"body": "from before"}}
    three[2].evaluate(
        """async (frame) => {
            const { person, capacity } = document.body.dataset;
            const late = new BroadcastChannel(`cocare:tabs.2:${person}:${capacity}`);
            late.postMessage({ is: 'frame', term: 1, frame });
            late.postMessage({ is: 'state', term: 1, hello: null, tries: 9, sessionReplaced: false });
        }""",
        late,
    )
    room.say(cast.class_2, "now")
    for page in three:
        assert bodies(page, 1) == ["now"]
    assert sockets(server) == 1


def test_a_page_put_aside_for_the_way_back_holds_nothing_and_catches_up(cast, server, browser_of, open_tab):
    """The browser of the tests keeps no pages for the way back, so what it would tell the page is said by hand."""
    page = open_tab(browser_of(cast.lin_lan), room.topic(cast.class_2))
    told = "persisted => dispatchEvent(new PageTransitionEvent('{}', {{ persisted }}))"
    page.evaluate(told.format("pagehide"), True)
    comes_to(0, lambda: sockets(server))
    locks = "navigator.locks.query().then(({ held, pending }) => held.length + pending.length)"
    comes_to(0, lambda: page.evaluate(locks))
    room.say(cast.class_2, "while away")
    page.evaluate(told.format("pageshow"), True)
    assert bodies(page, 1) == ["while away"]
    assert sockets(server) == 1


def test_a_restart_of_the_server_reaches_each_tab_once(cast, server, three):
    room.say(cast.class_2, "1")
    for page in three:
        bodies(page, 1)
    server.kill()
    room.say(cast.class_2, "2")
    server.start()
    room.say(cast.class_2, "3")
    for page in three:
        assert bodies(page, 3) == ["1", "2", "3"]
    assert sockets(server) == 1


def test_what_a_follower_writes_goes_out_once_though_the_leader_goes(cast, server, three):
    conversation = make.child_thread(cast.xiaoman)
    first, second, _third = three
    texts = [f"第{number}句" for number in range(1, 7)]
    messages = [{"conversation": str(conversation.pk), "body": text} for text in texts]
    second.evaluate(QUEUE, messages[:3])
    first.close()
    second.evaluate(QUEUE, messages[3:])
    second.wait_for_function("() => window.sent.length === 6", timeout=PATIENCE)
    assert second.evaluate("window.sent") == texts
    assert list(Message.objects.order_by("seq").values_list("body", flat=True)) == texts
