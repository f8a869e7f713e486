"""A parent takes a course: on the phone, then on the PC, to a certificate that a stranger can check."""

import re

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from parents_school.models import Certificate, LessonProgress
from tests import factories as make
from tests.parents_school import building, sample_videos

pytestmark = pytest.mark.browser


def sign_in(page: Page, server, who) -> None:
    cookie = make.client(who).cookies["sessionid"].value
    connection.commit() if not connection.get_autocommit() else None
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])


@pytest.fixture
def course(cast):
    made = building.course(author=cast.team_member)
    building.text_lesson(made, body="停一停,看着他,听他说完。")
    sample_videos.video_lesson(made, 2)
    building.quiz_lesson(made, questions=2)
    return made


def until(page: Page, what: str, more_than: float, tries: int = 200) -> None:
    """Wait until a property of the video is larger. The page's own policy forbids Playwright's way of waiting."""
    for _ in range(tries):
        if page.evaluate(f"Number(document.querySelector('video').{what})") > more_than:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{what} stays at or below {more_than}")


def percent(page: Page) -> int:
    return int(re.search(r"(\d+)", page.locator("[data-watched]").inner_text())[1])


def test_from_the_first_page_to_the_certificate(asgi_server, cast, course, open_page, phone_page, desktop_page):
    phone = phone_page
    sign_in(phone, asgi_server, cast.lin_lan)
    phone.goto(f"{asgi_server.url}/school/")
    phone.get_by_role("link", name=course.title).click()
    phone.get_by_role("button", name="开始学").click()

    # The text: the button waits for the shortest reading time and says so.
    read = phone.get_by_role("button", name="我读完了")
    expect(read).to_have_attribute("aria-disabled", "true")
    expect(read).not_to_have_attribute("aria-disabled", "true", timeout=15_000)
    read.click()
    phone.get_by_role("link", name="下一课").click()

    # The video really plays; a jump to the end counts nothing.
    phone.get_by_role("button", name="播放视频").click()
    until(phone, "currentTime", 1.5)
    phone.evaluate("document.querySelector('video').currentTime = 17")
    until(phone, "ended", 0)
    expect(phone.locator("[data-watched]")).not_to_have_text(re.compile(r"已看 0%"))
    assert 5 <= percent(phone) < 45
    assert not LessonProgress.objects.get(lesson__kind="video").done

    # What a script could claim by itself is held against the clock.
    claim = """async () => {
        const box = document.querySelector("[data-player]");
        const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
        const reports = [{token: box.dataset.token, seq: 999, spans: [[0, 18000]], position: 18000}];
        const headers = {"X-CSRFToken": token, "Content-Type": "application/json"};
        return (await fetch(box.dataset.report, {method: "POST", headers, body: JSON.stringify({reports})})).status;
    }"""
    assert phone.evaluate(claim) == 409

    # It survives a reload, and the PC goes on where the phone was.
    phone.reload()
    phone.locator("[data-start]").click()
    phone.evaluate("document.querySelector('video').currentTime = 4")
    phone.evaluate("document.querySelector('video').playbackRate = 2; document.querySelector('video').play()")
    until(phone, "currentTime", 7)
    phone.evaluate("document.querySelector('video').pause()")
    expect(phone.locator("[role=status][data-said]")).to_have_text("")
    phone.wait_for_timeout(300)
    before = percent(phone)
    phone.reload()
    assert percent(phone) == before > 10
    desktop = desktop_page
    sign_in(desktop, asgi_server, cast.lin_lan)
    desktop.goto(phone.url)
    assert 6 <= int(desktop.locator("[data-player]").get_attribute("data-resume")) <= 9
    desktop.get_by_role("button", name=re.compile("接着看")).click()
    until(desktop, "currentTime", 6)
    desktop.locator("[data-speed]").select_option("2")
    desktop.evaluate("document.querySelector('video').currentTime = 1")
    expect(desktop.get_by_text("这一课学完了")).to_be_visible(timeout=25_000)
    desktop.get_by_role("link", name="下一课").click()

    # The quiz: wrong, told at once, then right.
    question = course.lessons.get(kind="quiz").questions.first()
    desktop.get_by_label(building.wrong(question).text).check()
    desktop.get_by_role("button", name="就选这个").click()
    status = desktop.locator("#quiz-said[role=status]")
    expect(status).to_contain_text("再想想")
    desktop.get_by_label(building.right(question).text).check()
    desktop.get_by_role("button", name="就选这个").click()
    expect(status).to_contain_text("就是这样")
    desktop.get_by_role("link", name="下一题").click()
    desktop.get_by_label("先停下来听").check()
    desktop.get_by_role("button", name="就选这个").click()
    desktop.get_by_role("link", name="看证书").click()

    # The certificate, and a stranger who checks it.
    certificate = Certificate.objects.get(person=cast.lin_lan)
    expect(desktop.locator(".cert__name")).to_have_text(cast.lin_lan.name)
    stranger = open_page()
    stranger.goto(f"{asgi_server.url}/school/verify/")
    stranger.get_by_label("证书编号").fill(certificate.code.lower().replace("-", " "))
    stranger.get_by_role("button", name="查一下").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("这张证书是真的")
    assert cast.lin_lan.name not in stranger.content()
    assert course.title in stranger.content()


def test_a_tunnel_loses_nothing(asgi_server, cast, course, phone_page):
    page = phone_page
    building.joined(course, cast.lin_lan)
    sign_in(page, asgi_server, cast.lin_lan)
    page.goto(f"{asgi_server.url}/school/lessons/{course.lessons.get(kind='video').pk}/")
    page.get_by_role("button", name="播放视频").click()
    until(page, "currentTime", 1)
    page.context.set_offline(True)
    until(page, "currentTime", 4)
    page.evaluate("document.querySelector('video').pause()")
    expect(page.locator("[data-said]")).to_contain_text("都记着")
    assert not LessonProgress.objects.filter(watched_ms__gt=0).exists()
    page.context.set_offline(False)
    expect(page.locator("[data-watched]")).not_to_have_text(re.compile(r"已看 0%"))
    assert LessonProgress.objects.get().watched_ms > 3_000
