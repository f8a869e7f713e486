"""Signing in by phone: families with a code, staff with a password. Nobody learns which numbers are known."""

import re

import pytest
from django.test import Client

from tests import factories as make

from .conftest import PASSWORD, by_password, give_password, is_signed_in

LOGIN = "/accounts/login/"
CONFIRM = "/accounts/login/code/confirm/"
BY_PASSWORD = "/accounts/login/password/"
UNKNOWN = "13911112222"


@pytest.fixture
def family(cast):
    return make.account(cast.lin_lan, "+8619900000001")


def ask(browser: Client, phone: str, **more) -> object:
    return browser.post(LOGIN, {"phone": phone, **more})


def test_a_guardian_signs_in_with_the_code_of_the_message(family, sent, client):
    assert ask(client, "199 0000 0001").url == CONFIRM
    assert sent.messages[0][0] == family.phone
    assert re.fullmatch(r"\d{6}", sent.code)
    answer = client.post(CONFIRM, {"code": f"{sent.code[:3]} {sent.code[3:]}"})
    assert answer.status_code == 302
    assert is_signed_in(client)
    family.refresh_from_db()
    assert family.phone_verified


def test_after_signing_in_the_wanted_page_opens(family, sent, client):
    ask(client, family.phone, next="/display/")
    assert client.post(CONFIRM, {"code": sent.code, "next": "/display/"}).url == "/display/"


@pytest.mark.parametrize("phone", ["", "12", "12345678901", "010 8888 8888", "abc", "<b>1</b>", "1" * 400])
def test_what_is_no_mobile_number_gets_one_sentence_and_stays(cast, sent, client, phone):
    page = ask(client, phone).content.decode()
    assert 'aria-invalid="true"' in page
    assert page.count('class="error"') == 1
    assert "<b>1</b>" not in page
    assert sent.messages == []


def test_an_unknown_number_is_answered_like_a_known_one(family, sent, client):
    other = Client()
    known, unknown = ask(client, family.phone), ask(other, UNKNOWN)
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    pages = [
        re.sub(
            r'value="\w{64}"|X-CSRFToken": "\w+"|nonce="[^"]*"|\d{3} \*{4} \d{4}',
            "",
            page.get(CONFIRM).content.decode(),
        )
        for page in (client, other)
    ]
    assert pages[0] == pages[1]
    assert [phone for phone, _code in sent.messages] == [family.phone]
    wrong = [
        browser.post(CONFIRM, {"code": "000000"}).content.decode().count('class="error"') for browser in (client, other)
    ]
    assert wrong == [1, 1]


def test_five_wrong_codes_end_the_code(family, sent, client):
    ask(client, family.phone)
    wrong = "111111" if sent.code != "111111" else "222222"
    for _time in range(5):
        client.post(CONFIRM, {"code": wrong})
    client.post(CONFIRM, {"code": sent.code})
    assert not is_signed_in(client)


def test_a_code_opens_the_door_once(family, sent, client):
    ask(client, family.phone)
    client.post(CONFIRM, {"code": sent.code})
    client.post("/accounts/logout/")
    client.post(CONFIRM, {"code": sent.code})
    assert not is_signed_in(client)


def test_a_closed_account_stays_outside(family, sent, client):
    family.is_active = False
    family.save()
    ask(client, family.phone)
    assert client.post(CONFIRM, {"code": sent.code}).url == "/accounts/inactive/"
    assert not is_signed_in(client)


def test_one_number_may_ask_three_times_a_minute_and_a_whole_school_may_ask_at_once(family, sent, client):
    for _time in range(4):
        last = ask(Client(), family.phone)
    assert last.status_code == 200
    assert len(sent.messages) == 3
    for number in range(60):
        assert ask(Client(), f"1399999{number:04d}").status_code == 302


def test_the_agreement_has_to_be_ticked_where_it_is_shown(family, sent, client):
    assert 'aria-invalid="true"' in ask(client, family.phone, shown="agreement").content.decode()
    assert sent.messages == []
    assert ask(client, family.phone, shown="agreement", agree="on").status_code == 302


def test_staff_sign_in_with_a_password(cast):
    account = give_password(make.account(cast.principal))
    assert is_signed_in(by_password(account))


def test_a_wrong_password_and_an_unknown_number_read_the_same(cast, client):
    account = give_password(make.account(cast.principal))
    pages = [
        re.findall(
            r'role="alert">.*?</div>',
            client.post(BY_PASSWORD, {"login": phone, "password": "wrong-wrong"}).content.decode(),
            re.DOTALL,
        )
        for phone in (account.phone, UNKNOWN)
    ]
    assert pages[0] == pages[1] != []
    assert not is_signed_in(client)


def test_five_wrong_passwords_close_the_door_for_a_while(cast, client):
    account = give_password(make.account(cast.principal))
    for _time in range(5):
        client.post(BY_PASSWORD, {"login": account.phone, "password": "wrong-wrong"})
    client.post(BY_PASSWORD, {"login": account.phone, "password": PASSWORD})
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "address",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "password/reset/",
        "password/reset/done/",
        "phone/change/",
        "3rdparty/signup/",
    ],
)
def test_what_this_house_does_not_have_is_closed(cast, client, address):
    assert client.get(f"/accounts/{address}").status_code == 404
    assert make.client(cast.lin_lan).get(f"/accounts/{address}").status_code == 404


@pytest.mark.parametrize(
    "address", ["login/", "login/password/", "help/", "terms/", "privacy/", "inactive/", "logout/"]
)
def test_pages_around_signing_in_open_in_both_languages(db, client, address):
    chinese = client.get(f"/accounts/{address}", follow=True).content.decode()
    client.cookies["django_language"] = "en"
    english = client.get(f"/accounts/{address}", follow=True).content.decode()
    assert 'lang="zh-Hans"' in chinese
    assert 'lang="en"' in english
    main = english[english.find("<main") : english.find("</main>")].replace("中文", "")
    assert not re.search(r"[\u3400-\u9fff]", main)


def test_the_number_is_never_in_the_log(family, sent, client, capfd, caplog):
    ask(client, family.phone)
    client.post(CONFIRM, {"code": "000000"})
    said = caplog.text + "".join(capfd.readouterr())
    assert "19900000001" not in said
    assert sent.code not in said
