import pytest

from tests.realtime.client import cookie_of
from tests.realtime.stage import room
from tests.realtime.tabs.browser_tabs import (
    TOKEN,
    WATCH,
)


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
