"""Language, text size and colours: kept on the device and, for who is signed in, on the account."""

import re

import pytest

from tests import factories as make

SAVE = "/display/save/"


def html_tag(response) -> str:
    """The opening tag of a page's `<html>`, its attributes one space apart."""
    return " ".join(re.search(r"<html[^>]*>", response.content.decode())[0].split()).replace(" >", ">")


def test_a_visitor_switches_the_language_and_comes_back(db, client):
    answer = client.post(SAVE, {"language": "en", "next": "/accounts/login/"})
    assert answer.url == "/accounts/login/"
    assert '<html lang="en"' in html_tag(client.get("/accounts/login/"))


def test_chinese_comes_first_whatever_the_browser_prefers(db, client):
    page = client.get("/accounts/login/", headers={"Accept-Language": "en-GB,en"})
    assert '<html lang="zh-Hans"' in html_tag(page)
    assert page["Content-Language"] == "zh-hans"


def test_a_choice_follows_the_person_to_another_device(cast):
    account = make.account(cast.lin_lan)
    make.client(cast.lin_lan).post(SAVE, {"language": "en", "theme": "dark", "text_size": "huge"})
    account.refresh_from_db()
    assert (account.language, account.theme, account.text_size) == ("en", "dark", "huge")
    page = make.client(cast.lin_lan).get("/display/")
    assert html_tag(page) == '<html lang="en" data-theme="dark" data-text="huge">'


def test_one_choice_leaves_the_others_as_they_are(cast):
    browser = make.client(cast.wang_xiuzhen)
    browser.post(SAVE, {"text_size": "huge"})
    browser.post(SAVE, {"theme": "dark"})
    account = make.account(cast.wang_xiuzhen)
    account.refresh_from_db()
    assert (account.theme, account.text_size) == ("dark", "huge")


def test_the_device_remembers_for_the_sign_in_page(cast):
    browser = make.client(cast.lin_lan)
    browser.post(SAVE, {"text_size": "large", "language": "en"})
    browser.post("/accounts/logout/")
    assert 'lang="en" data-theme="auto" data-text="large"' in html_tag(browser.get("/accounts/login/"))


@pytest.mark.parametrize("field", ["language", "theme", "text_size"])
@pytest.mark.parametrize("value", ["xx", "<script>", "a" * 9000])
def test_what_is_not_offered_is_refused(db, client, field, value):
    page = client.post(SAVE, {field: value})
    assert page.status_code == 422
    assert "<script>" not in page.content.decode()


@pytest.mark.parametrize("cookie", ["cocare_theme", "cocare_text", "django_language"])
def test_a_tampered_cookie_changes_nothing(db, client, cookie):
    client.cookies[cookie] = '"><script>'
    assert html_tag(client.get("/display/")) == '<html lang="zh-Hans" data-theme="auto" data-text="normal">'


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"])
def test_it_never_leads_to_another_site(db, client, elsewhere):
    assert client.post(SAVE, {"language": "en", "next": elsewhere}).url == "/"


def test_saving_needs_a_form_of_ours(db):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(SAVE, {"language": "en"}).status_code == 403
    assert Client().get(SAVE).status_code == 405
