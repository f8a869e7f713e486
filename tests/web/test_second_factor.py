"""Staff need a second factor: it is asked for, set up without a trap, and a code opens the door once."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client, TestCase
from django.urls import path

from cocare.people.enums import Capacity
from cocare.web import allauth_adapters
from tests import factories as make

from .conftest import by_password, give_password, is_signed_in

SETUP, ACTIVATE, AUTHENTICATE = "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/authenticate/"
WORK = "/work-of-some-room/"
PERIOD = 30


def work(request):
    from django.http import HttpResponse

    return HttpResponse("work")


@pytest.fixture(autouse=True)
def _obligatory(settings, monkeypatch):
    """The rule is on, and there is a page to be kept from."""
    from cocare import urls

    settings.STAFF_SECOND_FACTOR = True
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, path(WORK[1:], work)])
    from django.urls import clear_url_caches

    clear_url_caches()
    yield
    clear_url_caches()


@pytest.fixture
def clock(monkeypatch):
    """The clock of the codes, set to the middle of a period and moved by hand."""
    at = {"now": int(time.time()) // PERIOD * PERIOD + 10}
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: at["now"])
    return at


@pytest.fixture
def principal(cast):
    return give_password(make.account(cast.principal))


def code_of(secret: str, clock: dict, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, clock["now"] // PERIOD + later))


def set_up(browser: Client, clock: dict) -> str:
    browser.get(ACTIVATE)
    secret = browser.session["mfa.totp.secret"]
    with TestCase.captureOnCommitCallbacks(execute=True):
        browser.post(ACTIVATE, {"code": code_of(secret, clock)})
    return secret


@pytest.mark.parametrize("name", ["principal", "zhou_jing", "team_lead", "district_staff", "court_officer", "auditor"])
def test_staff_without_one_are_led_to_set_it_up(cast, name):
    answer = make.client(getattr(cast, name)).get(WORK)
    assert answer.status_code == 302
    assert answer.url == SETUP


def test_a_program_gets_a_refusal_instead_of_a_page(cast):
    answer = make.client(cast.principal).get(WORK, headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "forbidden"


@pytest.mark.parametrize("name", ["lin_lan", "wang_xiuzhen"])
def test_families_need_none(cast, name):
    assert make.client(getattr(cast, name)).get(WORK).status_code == 200


def test_a_teacher_who_acts_as_a_parent_needs_none(cast):
    assert make.client(cast.zhou_jing, Capacity.GUARDIAN).get(WORK).status_code == 200


@pytest.mark.parametrize("address", [SETUP, ACTIVATE, "/display/", "/accounts/sessions/", "/accounts/logout/"])
def test_what_it_takes_to_set_one_up_stays_open(principal, address):
    assert by_password(principal).get(address).status_code == 200


def test_setting_up_right_after_signing_in_asks_for_nothing_twice(principal, clock):
    browser = by_password(principal)
    set_up(browser, clock)
    assert Authenticator.objects.filter(user=principal, type="totp").exists()
    assert browser.get(WORK).status_code == 200


def test_signing_in_then_asks_for_the_code(principal, clock):
    secret = set_up(by_password(principal), clock)
    clock["now"] += 2 * PERIOD
    browser = by_password(principal)
    assert not is_signed_in(browser)
    assert browser.post(AUTHENTICATE, {"code": "000000"}).status_code == 200
    assert not is_signed_in(browser)
    browser.post(AUTHENTICATE, {"code": code_of(secret, clock)})
    assert is_signed_in(browser)
    assert browser.get(WORK).status_code == 200


def test_a_code_opens_the_door_once_even_after_the_cache_is_gone(principal, clock):
    from django.core.cache import cache

    secret = set_up(by_password(principal), clock)
    clock["now"] += 2 * PERIOD
    for expected in (True, False):
        cache.clear()
        browser = by_password(principal)
        browser.post(AUTHENTICATE, {"code": code_of(secret, clock)})
        assert is_signed_in(browser) is expected
    clock["now"] += PERIOD
    for later, expected in ((1, True), (0, False)):
        cache.clear()
        browser = by_password(principal)
        browser.post(AUTHENTICATE, {"code": code_of(secret, clock, later)})
        assert is_signed_in(browser) is expected, "an older code counts no more once a newer one was used"


def test_the_code_that_set_it_up_is_used_up(principal, clock):
    from django.core.cache import cache

    secret = set_up(by_password(principal), clock)
    cache.clear()
    browser = by_password(principal)
    browser.post(AUTHENTICATE, {"code": code_of(secret, clock)})
    assert not is_signed_in(browser)


def test_a_recovery_code_opens_the_door_once(principal, clock):
    owner = by_password(principal)
    set_up(owner, clock)
    owner.post("/accounts/2fa/recovery-codes/generate/")
    code = Authenticator.objects.get(user=principal, type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (True, False):
        browser = by_password(principal)
        browser.post(AUTHENTICATE, {"code": code})
        assert is_signed_in(browser) is expected


def test_the_secret_is_not_readable_in_the_database(principal, clock):
    secret = set_up(by_password(principal), clock)
    assert secret not in str(Authenticator.objects.get(user=principal, type="totp").data)


def test_an_older_key_still_opens_the_secret(settings):
    written = allauth_adapters.MfaAdapter().encrypt("a secret")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a-new-key"
    assert allauth_adapters.MfaAdapter().decrypt(written) == "a secret"


def test_switching_it_off_closes_the_work_again(principal, clock):
    browser = by_password(principal)
    set_up(browser, clock)
    session = browser.session
    session["account_authentication_methods"][-1]["reauthenticated"] = True
    session["account_authentication_methods"][-1]["at"] = clock["now"] + 60
    session.save()
    answer = browser.post("/accounts/2fa/totp/deactivate/")
    assert answer.url == SETUP
    assert browser.get(WORK).url == SETUP


def test_adding_one_ends_every_other_session(principal, clock, announced):
    here, there = by_password(principal), by_password(principal)
    there_key = there.session.session_key
    set_up(here, clock)
    assert not is_signed_in(there)
    assert is_signed_in(here)
    assert ("session.ended", {"account_id": principal.pk, "session_key": there_key}) in announced
    assert ("account.locked", {"account_id": principal.pk}) in announced
