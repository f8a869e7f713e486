"""The juror's desk and the board in a real browser: keyboard, phone, autosave, live counts."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from events.enums import ScoreSheetState
from events.models import Score, ScoreSheet
from tests import factories as make
from tests.browsing import DESKTOP

from . import stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
LIVE = (
    "import('/static/js/socket/topics.js').then(async ({isLive}) => {"
    " while (!isLive()) await new Promise((go) => setTimeout(go, 20)); })"
)


def signed_in(page: Page, server, who, capacity=None, language: str = "zh-hans") -> Page:
    cookie = make.client(who, capacity).cookies["sessionid"].value
    kept = {"sessionid": cookie, "django_language": language}
    page.context.add_cookies([{"name": name, "value": text, "url": server.url} for name, text in kept.items()])
    return page


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_marks_are_kept_on_a_phone_and_the_open_ones_are_counted(asgi_server, cast, phone_page):
    stage.judged(cast, count=2)
    sheet = ScoreSheet.objects.get(juror=cast.jurors[0], entry__number=1)
    page = signed_in(phone_page, asgi_server, cast.jurors[0])
    page.goto(asgi_server.url + reverse("events:sheet.edit", kwargs={"pk": sheet.pk}))
    button = page.locator("[data-hand-in]")
    expect(button).to_have_text("还有 7 项没打分")
    page.locator("input[name=mark_collab][value='9']").check()
    expect(button).to_have_text("还有 6 项没打分")
    expect(page.locator("[data-sum]")).to_have_text("22.5")
    assert Score.objects.get(sheet=sheet).value == 9
    assert fits(page)
    # The button leads to the first open mark instead of away.
    button.click(force=True)  # it is marked as not to be pressed, and says why
    expect(page.locator("input[name=mark_value]").first).to_be_focused()
    page.reload()
    expect(page.locator("input[name=mark_collab]:checked")).to_have_value("9")


def test_a_sheet_is_scored_by_keyboard_alone(asgi_server, cast, desktop_page, axe):
    stage.judged(cast)
    sheet = ScoreSheet.objects.get(juror=cast.jurors[0])
    page = signed_in(desktop_page, asgi_server, cast.jurors[0])
    page.goto(asgi_server.url + reverse("events:sheet.edit", kwargs={"pk": sheet.pk}))
    axe(page)
    page.locator("input[name=mark_value]").first.focus()
    for _dimension in range(7):
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
    expect(page.locator("[data-hand-in]")).to_have_text("提交评分")
    page.locator("#id_comment").fill(stage.WORDS)
    page.locator("[data-hand-in]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".toast").first).to_contain_text("已锁定")
    sheet.refresh_from_db()
    assert sheet.state == ScoreSheetState.SUBMITTED
    assert set(sheet.scores.values_list("value", flat=True)) == {2}


def test_the_board_counts_live(asgi_server, cast, desktop_page, open_page):
    showcase = stage.judged(cast)
    sheet = ScoreSheet.objects.get(juror=cast.jurors[0])
    stage.fill(sheet)
    office = signed_in(desktop_page, asgi_server, cast.district_staff)
    office.goto(asgi_server.url + reverse("events:showcase.board", kwargs={"pk": showcase.pk}))
    expect(office.locator("#progress")).to_contain_text("0 / 3")
    office.evaluate(LIVE)
    juror = signed_in(open_page(**DESKTOP), asgi_server, cast.jurors[0])
    juror.goto(asgi_server.url + reverse("events:sheet.edit", kwargs={"pk": sheet.pk}))
    juror.locator("#id_comment").fill(stage.WORDS)
    juror.locator("[data-hand-in]").click()
    expect(office.locator("#progress")).to_contain_text("1 / 3")
    expect(office.locator("#progress")).not_to_contain_text(re.compile("评委[甲乙丙]"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_public_pages_are_sound(asgi_server, cast, phone_page, axe, language):
    showcase = stage.judged(cast)
    page = signed_in(phone_page, asgi_server, cast.jurors[0], language=language)
    for name, kwargs in (
        ("showcase.list", {}),
        ("showcase.show", {"pk": showcase.pk}),
        ("certificate.find", {}),
        ("judging.list", {}),
    ):
        page.goto(asgi_server.url + reverse(f"events:{name}", kwargs=kwargs))
        axe(page)
        assert fits(page)
        assert page.locator("h1").count() == 1
