"""The bell and its list in a real browser."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cocare.channel.services import notifying
from cocare.notifications import services
from cocare.people.enums import Capacity
from tests import factories as make
from tests.browser.looking import look
from tests.browsing import DESKTOP
from tests.channel.sending import send

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

LIST = reverse("notifications:notification.list")
LIVE = (
    "import('/static/js/socket/topics.js').then(async ({isLive}) => {"
    " while (!isLive()) await new Promise((go) => setTimeout(go, 20)); })"
)


def signed_in(page: Page, server, who, capacity=None, language: str = "zh-hans") -> Page:
    cookie = make.client(who, capacity).cookies["sessionid"].value
    kept = {"sessionid": cookie, "django_language": language}
    page.context.add_cookies([{"name": name, "value": text, "url": server.url} for name, text in kept.items()])
    return page


def tell(*people, **facts) -> None:
    """By a kind that the server process knows as well."""
    services.notify(person_ids=[who.pk for who in people], kind="message.new", url="/notifications/", **facts)


def test_the_bell_rings_by_itself_in_the_capacity_that_is_meant(asgi_server, cast, phone_page):
    page = signed_in(phone_page, asgi_server, cast.zhou_jing, Capacity.TEACHER)
    page.goto(asgi_server.url + LIST)
    bell = page.locator("[data-bell]")
    expect(bell).to_have_attribute("aria-label", "提醒")
    page.evaluate(LIVE)
    tell(cast.zhou_jing, capacity="teacher")
    tell(cast.zhou_jing, capacity="guardian")
    expect(bell.locator("[data-badge=bell]")).to_have_text("1")
    expect(bell).to_have_attribute("aria-label", re.compile("提醒.*1"))


def test_the_list_and_the_navigation_follow_what_is_written(asgi_server, cast, phone_page):
    page = signed_in(phone_page, asgi_server, cast.lin_lan)
    threads = [make.child_thread(child) for child in (cast.yuze, cast.xiaoman)]
    send(cast.zhou_jing, threads[1], "第一句")
    page.goto(asgi_server.url + reverse("channel:conversation.list"))
    page.evaluate(LIVE)
    row, chat = page.locator(f'[data-conversation="{threads[1].pk}"]'), page.locator("[data-badge=chat]")
    expect(chat).to_have_text(re.compile(r"^\s*1\b"))
    row.focus()
    send(cast.zhou_jing, threads[1], "明天带水彩笔")
    notifying.notify_waiting()
    expect(row.locator("[data-slot=number]")).to_have_text("2")
    expect(row.locator("[data-slot=last]")).to_have_text("明天带水彩笔")
    expect(chat).to_have_text(re.compile(r"^\s*2\b"))
    expect(row).to_be_focused()


def test_reading_on_one_page_quiets_the_bell_on_another(asgi_server, cast, phone_page):
    tell(cast.lin_lan)
    page = signed_in(phone_page, asgi_server, cast.lin_lan)
    page.goto(asgi_server.url + LIST)
    page.evaluate(LIVE)
    other = page.context.new_page()
    other.goto(asgi_server.url + LIST)
    other.get_by_role("button", name="全部标为已读").click()
    expect(page.locator("[data-bell] [data-badge=bell]")).to_be_hidden()
    expect(other.locator(".toast").first).to_contain_text("已读")


def test_one_is_marked_without_leaving_the_page(asgi_server, cast, phone_page):
    tell(cast.lin_lan)
    page = signed_in(phone_page, asgi_server, cast.lin_lan)
    page.goto(asgi_server.url + LIST)
    page.get_by_role("button", name="标为已读").first.click()
    expect(page.locator("main .tag--citrus")).to_have_count(0)
    expect(page.locator("main .list li")).to_have_count(1)


@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_the_pages_are_sound(asgi_server, cast, open_page, axe, language, theme):
    for number in range(3):
        tell(cast.zhou_jing, collapse_key=f"conversation:{number}", capacity="teacher")
        tell(cast.zhou_jing, collapse_key="conversation:0")
    tell(cast.zhou_jing, capacity="guardian")
    page = signed_in(
        open_page(**DESKTOP, reduced_motion="reduce"), asgi_server, cast.zhou_jing, Capacity.TEACHER, language
    )
    wrong = []
    for address in (LIST, reverse("notifications:preference.edit")):
        page.goto(asgi_server.url + address)
        wrong += look(page, address, axe, [theme])
    assert not wrong, "\n\n".join(wrong)
