"""The tabs of one browser share one socket (static/js/socket/tabs.js), and each hears what it watches."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Error

from cocare.core import signals
from cocare.people.enums import Capacity, RestrictionScope
from tests import factories as make
from tests.browsing import ROOT
from tests.realtime.stage import room
from tests.realtime.tabs.browser_tabs import PATIENCE, TOKEN, bodies, comes_to, leader, sockets
from tests.realtime.test_metrics import metrics
from tests.realtime.test_page_socket import LISTEN, QUEUE

pytestmark = pytest.mark.browser


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
