"""The devices on which a person is signed in, and leaving them."""

import pytest
from django.test import Client

from tests import factories as make

from .conftest import PASSWORD, by_password, give_password, is_signed_in

SESSIONS = "/accounts/sessions/"
WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116 Mobile MicroMessenger/8.0.49"


@pytest.fixture
def account(cast):
    return give_password(make.account(cast.lin_lan))


def ids(browser: Client) -> dict[bool, int]:
    return {device.current: device.pk for device in browser.get(SESSIONS).context["sessions"]}


def test_the_list_names_devices_in_words(account):
    browser = Client(headers={"User-Agent": WECHAT})
    browser.post("/accounts/login/password/", {"login": account.phone, "password": PASSWORD})
    page = browser.get(SESSIONS).content.decode()
    assert "微信 · Android" in page
    assert "这台设备" in page
    assert "MicroMessenger" not in page


def test_another_device_is_signed_out_and_its_socket_told(account, announced):
    here, there = by_password(account), by_password(account)
    there_key = there.session.session_key
    there.get(SESSIONS)
    here.post(f"{SESSIONS}{ids(here)[False]}/end/")
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert ("session.ended", {"account_id": account.pk, "session_key": there_key}) in announced


def test_nobody_signs_out_somebody_else(account, cast):
    mine, stranger = by_password(account), by_password(give_password(make.account(cast.he_miao)))
    assert stranger.post(f"{SESSIONS}{ids(mine)[True]}/end/").status_code == 404
    assert is_signed_in(mine)


def test_signing_out_everywhere(account, announced):
    here, there = by_password(account), by_password(account)
    assert here.post(f"{SESSIONS}all/end/").url == "/accounts/login/"
    assert not is_signed_in(here)
    assert not is_signed_in(there)
    assert ("account.locked", {"account_id": account.pk}) in announced


def test_signing_out_tells_which_session_ended(account, announced):
    browser = by_password(account)
    key = browser.session.session_key
    browser.post("/accounts/logout/")
    assert not is_signed_in(browser)
    assert announced == [("session.ended", {"account_id": account.pk, "session_key": key})]


def test_looking_at_the_sign_out_page_signs_nobody_out(account):
    browser = by_password(account)
    assert browser.get("/accounts/logout/").status_code == 200
    assert is_signed_in(browser)


def test_a_new_password_ends_every_other_session(account, announced):
    here, there = by_password(account), by_password(account)
    new = {"oldpassword": PASSWORD, "password1": "three-herons-at-dawn", "password2": "three-herons-at-dawn"}
    assert here.post("/accounts/password/change/", new).status_code == 302
    assert is_signed_in(here)
    assert there.get(SESSIONS).status_code == 302
    assert ("account.locked", {"account_id": account.pk}) in announced
    account.refresh_from_db()
    assert account.check_password("three-herons-at-dawn")


@pytest.mark.parametrize("new", ["short", "1234567890123", "password123"])
def test_a_weak_password_is_refused_beside_its_field(account, new):
    page = by_password(account).post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert 'aria-invalid="true"' in page.content.decode()
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_the_list_costs_the_same_for_one_and_for_many(account, django_assert_max_num_queries):
    here = by_password(account)
    for _time in range(4):
        by_password(account)
    with django_assert_max_num_queries(60):
        here.get(SESSIONS)
