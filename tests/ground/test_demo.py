"""The demo as a stranger starts it, seen in a real browser."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_phone_reaches_the_sign_in_page_in_chinese(demo_district, phone_page, axe):
    phone_page.goto(f"{demo_district.url}/accounts/login/")
    expect(phone_page.locator("html")).to_have_attribute("lang", re.compile("^zh"))
    axe(phone_page)


def test_a_server_of_its_own_answers_and_survives_a_restart(asgi_server, desktop_page):
    desktop_page.goto(f"{asgi_server.url}/display/")
    asgi_server.restart()
    assert desktop_page.reload().status == 200
