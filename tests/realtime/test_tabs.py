"""The tabs of one browser share one socket (static/js/socket/tabs.js), whatever becomes of the tab that holds it."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Error

from cocare.channel.models import Message
from cocare.core import signals
from cocare.people.enums import Capacity, RestrictionScope
from tests import factories as make
from tests.browsing import ROOT
from tests.realtime.client import cookie_of
from tests.realtime.stage import room
from tests.realtime.test_metrics import metrics
from tests.realtime.test_page_socket import LISTEN, QUEUE

pytestmark = pytest.mark.browser

TOKEN = "a token for these tests"
PATIENCE = 20_000
# A leader that sleeps is noticed after three beats of a second and a half, and the line is opened anew.
NOTICED = 7
WATCH = """async ([topic, version]) => {
    const { watch, isLive } = await import('/static/js/socket/topics.js');
    window.seen = [];
    document.addEventListener('cocare:frame', ({ detail }) => {
        if (detail.topic === topic) window.seen.push(detail);
    });
    window.unwatch = watch(topic, version, document.body);
    while (!isLive()) await new Promise((go) => setTimeout(go, 20));
}"""
NO_WORD_FROM_IT = "() => { const until = Date.now() + 8000; setTimeout(() => { while (Date.now() < until); }, 50); }"


@pytest.fixture
def server(cast, start):
    return start(HEALTH_TOKEN=TOKEN)


@pytest.fixture
def browser_of(new_context, server):
    """A browser in which somebody is signed in."""

    def one(person, capacity=None):
        context = new_context()
        cookies = [{"name": "sessionid", "value": cookie_of(person, capacity), "url": server.url}]
        context.add_cookies(cookies)
        return context

    return one


@pytest.fixture
def open_tab(server):
    """A tab that shows a page and watches a topic."""

    def one(browser, topic=None, version=0, path="/"):
        page = browser.new_page()
        page.add_init_script(
            "window.opened = 0; window.WebSocket = class extends WebSocket {"
            " constructor(...given) { super(...given); window.opened += 1; } };"
        )
        page.goto(server.url + path)
        if topic:
            page.evaluate(WATCH, [topic, version])
        return page

    return one


@pytest.fixture
def three(cast, browser_of, open_tab):
    """Three tabs of one person's browser that watch one topic; the first was first."""
    browser = browser_of(cast.lin_lan)
    return [open_tab(browser, room.topic(cast.class_2)) for _ in range(3)]


def sockets(server):
    return metrics(server, TOKEN)["cocare_live_sockets"]


def comes_to(number, count, seconds=10):
    deadline = time.monotonic() + seconds
    while count() != number:
        assert time.monotonic() < deadline, f"{count()} instead of {number}"
        time.sleep(0.05)


def bodies(page, number, timeout=PATIENCE):
    page.wait_for_function("number => window.seen.length >= number", arg=number, timeout=timeout)
    return [frame["out"]["body"] for frame in page.evaluate("window.seen")]


def leader(pages):
    (one,) = [page for page in pages if page.evaluate("window.opened > 0")]
    return one


def test_tabs_share_one_socket_and_each_hears_everything_once(cast, server, three):
    assert sockets(server) == 1
    assert leader(three) is three[0]
    for number in range(5):
        room.say(cast.class_2, f"{number}")
    for page in three:
        assert bodies(page, 5) == ["0", "1", "2", "3", "4"]
    assert metrics(server, TOKEN)["cocare_live_deliveries_total"] == 5


def test_a_tab_that_comes_late_gets_what_it_missed(cast, server, three, open_tab):
    for number in range(3):
        room.say(cast.class_2, f"{number}")
    late = open_tab(three[0].context, room.topic(cast.class_2), 1)
    assert bodies(late, 2) == ["1", "2"]
    assert sockets(server) == 1


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


def test_a_topic_stays_as_long_as_one_tab_watches_it(cast, server, three):
    first, second, third = three
    first.evaluate("window.unwatch()")
    second.evaluate("window.unwatch()")
    room.say(cast.class_2, "for the third")
    assert bodies(third, 1) == ["for the third"]
    assert first.evaluate("window.seen") == second.evaluate("window.seen") == []
    assert topics(server) == 2  # and the person's inbox, for the bell of each tab
    # A tab that crashes says nothing, but it is missed.
    with pytest.raises(Error, match="crash"):
        third.goto("chrome://crash")
    comes_to(1, lambda: topics(server))


def topics(server):
    return metrics(server, TOKEN)["cocare_live_topics"]


def test_the_right_to_a_topic_ends_in_every_tab_that_watches_it(cast, server, three):
    for page in three:
        page.evaluate("document.addEventListener('cocare:left', () => { window.left = (window.left || 0) + 1; })")
    make.restrict(cast.lin_lan, cast.xiaoman, scope=RestrictionScope.ALL)
    signals.announce("authority.changed", person_ids=[cast.lin_lan.pk])
    for page in three:
        page.wait_for_function("() => window.left", timeout=PATIENCE)
        assert page.evaluate("window.left") == 1


def test_signing_out_takes_the_line_from_every_tab(cast, server, three):
    for page in three:
        page.evaluate("document.addEventListener('cocare:offline', () => { window.off = true; })")
    Session.objects.all().delete()
    signals.announce("session.ended", account_id=make.account(cast.lin_lan).pk, session_key="")
    for page in three:
        page.wait_for_function("() => window.off", timeout=PATIENCE)
    assert sockets(server) == 0
    room.say(cast.class_2, "for others")
    for page in three:
        assert page.evaluate("import('/static/js/socket/topics.js').then(({ isLive }) => isLive())") is False
        assert page.evaluate("window.seen") == []


def test_two_browsers_share_nothing(cast, server, browser_of, open_tab):
    tabs = [open_tab(browser_of(who), room.topic(cast.class_2)) for who in (cast.lin_lan, cast.he_miao)]
    assert sockets(server) == 2
    room.say(cast.class_2, "for both")
    for tab in tabs:
        assert bodies(tab, 1) == ["for both"]


def test_another_capacity_in_the_same_browser_has_its_own_line(cast, server, browser_of, open_tab):
    browser = browser_of(cast.zhou_jing, Capacity.TEACHER)
    teacher = open_tab(browser, f"inbox:{cast.zhou_jing.pk}")
    teacher.evaluate(SWITCH, reverse("people:capacity.switch"))
    guardian = open_tab(browser, f"inbox:{cast.zhou_jing.pk}")
    comes_to(1, lambda: sockets(server))
    now = "import('/static/js/socket/topics.js').then(({ isLive, sessionReplaced }) => [isLive(), sessionReplaced()])"
    comes_to([False, True], lambda: teacher.evaluate(now))
    assert guardian.evaluate(now) == [True, False]
    assert guardian.evaluate("document.body.dataset.capacity") == "guardian"
    # Back to the first capacity, the first tab comes back.
    guardian.evaluate(SWITCH.replace("guardian", "teacher"), reverse("people:capacity.switch"))
    guardian.goto(server.url)
    comes_to([True, False], lambda: teacher.evaluate(now))
    comes_to(1, lambda: sockets(server))


SWITCH = """async (address) => {
    const { request } = await import('/static/js/dom.js');
    const answer = await request(address, { method: 'POST', data: new URLSearchParams({ capacity: 'guardian' }) });
    if (!answer.ok) throw new Error(answer.status);
}"""


@pytest.mark.parametrize("missing", ["delete window.BroadcastChannel", "delete Navigator.prototype.locks"])
def test_a_browser_that_cannot_share_has_a_line_for_each_tab(cast, server, browser_of, open_tab, missing):
    browser = browser_of(cast.lin_lan)
    browser.add_init_script(missing)
    tabs = [open_tab(browser, room.topic(cast.class_2)) for _ in range(2)]
    assert sockets(server) == 2
    room.say(cast.class_2, "for both")
    for tab in tabs:
        assert bodies(tab, 1) == ["for both"]
    tabs[0].close()
    comes_to(1, lambda: sockets(server))


def test_a_tab_for_which_the_socket_has_no_room_opens_its_own(cast, server, browser_of, open_tab):
    browser = browser_of(cast.lin_lan)
    smaller = (ROOT / "static/js/socket/leader.js").read_text().replace("MAX_TOPICS = 240", "MAX_TOPICS = 2")
    browser.route("**/socket/leader.js", lambda route: route.fulfill(body=smaller, content_type="text/javascript"))
    conversation = make.child_thread(cast.xiaoman)
    open_tab(browser, room.topic(cast.class_2))
    also = open_tab(browser, room.topic(cast.class_2))
    assert sockets(server) == 1
    more = open_tab(browser, f"conversation:{conversation.pk}")
    comes_to(2, lambda: sockets(server))
    room.say(cast.class_2, "for the first two")
    assert bodies(also, 1) == ["for the first two"]
    more.wait_for_function(
        "() => import('/static/js/socket/topics.js').then(({ isLive }) => isLive())", timeout=PATIENCE
    )


def test_tabs_without_sockets_poll_each_for_itself(cast, server, browser_of, open_tab):
    conversation = make.child_thread(cast.xiaoman)
    browser = browser_of(cast.lin_lan)
    browser.route_web_socket("**/ws/", lambda line: line.close())
    tabs = [open_tab(browser, path=f"/channel/{conversation.pk}/") for _ in range(2)]
    for tab in tabs:
        tab.evaluate(LISTEN, f"conversation:{conversation.pk}")
    message = {"conversation": str(conversation.pk), "body": "没有长连接"}
    tabs[1].evaluate(QUEUE, [{**message, "url": reverse("api:message_list", args=[conversation.pk])}])
    for tab in tabs:
        assert bodies(tab, 1) == ["没有长连接"]
