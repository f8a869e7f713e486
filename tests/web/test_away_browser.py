"""What a person sees in a real browser while PostgreSQL is away, and that work goes on when it is back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cocare.core import clock
from cocare.notifications import services
from cocare.people.models import CareArrangement
from tests import factories as make
from tests.browsing import PHONE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def house(cable, transactional_db, programs):
    """A server process whose database a test may take away."""
    server = programs.start({"DJANGO_SETTINGS_MODULE": "cocare.settings.test", "DATABASE_URL": cable.url})
    yield server
    server.stop()


def signed_in(page, server, who, **cookies):
    kept = {"sessionid": make.client(who).cookies["sessionid"].value, **cookies}
    page.context.add_cookies([{"name": name, "value": text, "url": server.url} for name, text in kept.items()])
    return page


def test_a_press_is_answered_by_a_sentence_and_works_when_it_is_back(house, cable, cast, phone_page):
    services.notify(person_ids=[cast.lin_lan.pk], kind="message.new", url="/notifications/")
    page = signed_in(phone_page, house, cast.lin_lan)
    page.goto(f"{house.url}/notifications/")
    mark = page.locator("[id^=notice-] form button")
    cable.cut()
    mark.click()
    expect(page.locator(".toast")).to_contain_text("现在存不了")
    expect(mark).not_to_have_attribute("aria-busy", "true")
    cable.mend()
    mark.click()
    expect(mark).to_have_count(0)


@pytest.mark.parametrize(("language", "heading"), [("zh-hans", "我们马上回来"), ("en", "We will be right back")])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_is_whole_and_leads_back(house, cable, cast, open_page, axe, language, heading, theme):
    looks = {"django_language": language, "cocare_theme": theme, "cocare_text": "huge"}
    page = signed_in(open_page(**{**PHONE, "viewport": {"width": 360, "height": 740}}), house, cast.lin_lan, **looks)
    cable.cut()
    assert page.goto(f"{house.url}/display/").status == 503
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
    cable.mend()
    page.locator(".btn--main").click()
    expect(page.locator("main form").first).to_be_visible()


def test_what_was_written_is_sent_once_more_from_the_page_itself(house, cable, cast, phone_page):
    page = signed_in(phone_page, house, cast.lin_lan)
    page.goto(f"{house.url}{reverse('people:entrusted_care.create', args=[cast.xiaoman.pk])}")
    page.locator("[name=name]").fill("陈桂英<b>")
    page.locator("[name=phone]").fill("13900001111")
    page.locator("[name=relation]").select_option("grandparent")
    page.locator("[name=until]").fill((clock.today() + timedelta(days=30)).isoformat())
    cable.cut()
    page.locator("main form .btn--main").click()
    again = page.get_by_role("button", name="再提交一次")
    again.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我们马上回来")
    assert not CareArrangement.objects.filter(pupil=cast.xiaoman).exists()
    cable.mend()
    again.click()
    expect(page.locator(".toast").first).to_be_visible()
    assert CareArrangement.objects.get(pupil=cast.xiaoman).caregiver.name == "陈桂英<b>"
