"""The shell in a real browser: no network, double presses, kept drafts, the way through sign-in on a phone."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.looking import look
from tests.web.conftest import PASSWORD, give_password

pytestmark = pytest.mark.browser

PROBE = """words => {
  const form = document.createElement('form');
  form.method = 'post'; form.action = '/nowhere/';
  const area = document.createElement('textarea');
  area.name = 'body'; area.dataset.draft = 'probe:1'; area.setAttribute('aria-label', words);
  const button = document.createElement('button');
  button.textContent = words;
  form.append(area, button);
  document.querySelector('main').append(form);
  htmx.process(form);
  document.dispatchEvent(new CustomEvent('htmx:load', {detail: {elt: form}}));
}"""


def test_without_a_network_the_page_says_so_and_recovers(asgi_server, phone_page):
    phone_page.goto(f"{asgi_server.url}/display/")
    phone_page.context.set_offline(True)
    expect(phone_page.locator("#offline .banner")).to_be_visible()
    phone_page.context.set_offline(False)
    expect(phone_page.locator("#offline .banner")).to_have_count(0)


def test_a_second_press_is_swallowed(asgi_server, phone_page):
    phone_page.goto(f"{asgi_server.url}/display/")
    sent = []

    def answer(route):
        sent.append(route.request.method)
        route.fulfill(status=204)

    phone_page.route("**/display/save/", answer)
    phone_page.evaluate(
        "() => { const b = document.querySelector('main form .btn--main'); b.click(); b.click(); b.click(); }"
    )
    expect(phone_page.locator("main form .btn--main")).to_have_attribute("aria-busy", "true")
    phone_page.wait_for_timeout(100)
    assert len(sent) == 1


def test_what_is_written_is_kept_until_it_is_sent(asgi_server, phone_page):
    phone_page.goto(f"{asgi_server.url}/display/")
    phone_page.evaluate(PROBE, "Probe")
    phone_page.locator("textarea").fill("还没写完的话")
    phone_page.reload()
    phone_page.evaluate(PROBE, "Probe")
    expect(phone_page.locator("textarea")).to_have_value("还没写完的话")
    # Saying the result in a toast is what marks it as sent.
    phone_page.evaluate("sessionStorage.setItem('drafts-sent', '[\"probe:1\"]')")
    phone_page.locator("main form .btn--main").click()
    phone_page.wait_for_load_state()
    expect(phone_page.locator(".toast")).to_be_visible()
    phone_page.evaluate(PROBE, "Probe")
    expect(phone_page.locator("textarea")).to_have_value("")


def test_signing_out_clears_what_was_kept_on_this_device(asgi_server, phone_page, cast):
    person = give_password(make.account(cast.lin_lan))
    phone_page.goto(f"{asgi_server.url}/accounts/login/password/")
    phone_page.locator("[name=login]").fill(person.phone)
    phone_page.locator("[name=password]").fill(PASSWORD)
    phone_page.locator("main form .btn--main").click()
    phone_page.wait_for_load_state()
    phone_page.goto(f"{asgi_server.url}/accounts/logout/")
    phone_page.evaluate("localStorage.setItem('draft:x', '{}')")
    phone_page.locator("main form .btn--main").click()
    phone_page.wait_for_load_state()
    assert phone_page.evaluate("localStorage.getItem('draft:x')") is None


ADDRESSES = (
    "/accounts/login/",
    "/accounts/login/password/",
    "/accounts/help/",
    "/accounts/terms/",
    "/display/",
    "/offline/",
    "/no/such/page/",
)


def test_pages_for_visitors_are_sound_dark_and_huge_in_both_languages(asgi_server, open_page, axe):
    page, wrong = open_page(viewport={"width": 360, "height": 800}, reduced_motion="reduce"), []
    for language in ("zh-hans", "en"):
        looks = [("django_language", language), ("cocare_theme", "dark"), ("cocare_text", "huge")]
        page.context.add_cookies([{"name": name, "value": value, "url": asgi_server.url} for name, value in looks])
        for address in ADDRESSES:
            page.goto(asgi_server.url + address)
            wrong += look(page, f"{address} in {language}", axe, ["dark"])
    assert not wrong, "\n\n".join(wrong)


def test_a_passkey_is_made_and_opens_the_door(asgi_server, open_page, cast):
    """Chromium's virtual authenticator stands in for a fingerprint."""
    person = give_password(make.account(cast.principal))
    page = open_page(viewport={"width": 1440, "height": 900})
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**device, "isUserVerified": True, "automaticPresenceSimulation": True}
    line.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    here = asgi_server.url.replace("127.0.0.1", "localhost")
    page.goto(f"{here}/accounts/login/password/")
    page.locator("[name=login]").fill(person.phone)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form .btn--main").click()
    page.wait_for_load_state()
    page.goto(f"{here}/accounts/2fa/webauthn/add/")
    page.locator("main form .btn--main").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    expect(page.locator("main code")).to_have_count(10)
    page.context.clear_cookies()
    page.goto(f"{here}/accounts/login/password/")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url(f"{here}/")
    assert "sessionid" in {cookie["name"] for cookie in page.context.cookies()}


def test_the_offline_page_opens_without_a_network(asgi_server, open_page):
    here = asgi_server.url.replace("127.0.0.1", "localhost")
    page = open_page(viewport={"width": 360, "height": 800})
    page.goto(f"{here}/display/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.goto(f"{here}/accounts/login/")
    expect(page.locator("h1")).to_have_text("现在没有网")


def test_the_static_parts_may_be_kept_and_pages_may_not_be_shared(db):
    answer = Client().get("/display/")
    assert "Cookie" in answer["Vary"]
