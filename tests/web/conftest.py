"""What the tests of sign-in and shell share: the sent codes, the announced events, a signed-in browser."""

from dataclasses import dataclass, field

import pytest
from django.test import Client

from cocare.core import signals
from cocare.people.models import Account
from cocare.web import allauth_adapters

PASSWORD = "tiger-lily-by-the-river"


@dataclass
class Sent:
    """The sign-in codes that left the house."""

    messages: list[tuple[str, str]] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.messages[-1][1]


@pytest.fixture
def sent(monkeypatch) -> Sent:
    """Codes are sent at once and kept here instead of going to a gateway."""
    box = Sent()
    monkeypatch.setattr(allauth_adapters.senders, "submit", lambda call, *args: call(*args))
    monkeypatch.setattr(
        allauth_adapters,
        "send_text",
        lambda *, phone, template, params, ip="": box.messages.append((phone, params["code"])),
    )
    return box


@pytest.fixture
def announced(monkeypatch) -> list[tuple[str, dict]]:
    """Every event that is announced, as (name, data)."""
    heard: list[tuple[str, dict]] = []
    tell = signals.announce

    def listen(name: str, **data) -> None:
        heard.append((name, data))
        tell(name, **data)

    monkeypatch.setattr(signals, "announce", listen)
    return heard


def give_password(account: Account) -> Account:
    account.set_password(PASSWORD)
    account.phone_verified = True
    account.save()
    return account


def by_password(account: Account) -> Client:
    """A browser that signed in with the account's password."""
    browser = Client()
    browser.post("/accounts/login/password/", {"login": account.phone, "password": PASSWORD})
    return browser


def is_signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session
