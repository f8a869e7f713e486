"""Walks every route × method × person against the written table (tests/<app>/access.py)."""

from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import factories as make
from tests.access import WALKERS, Row, of_every_app
from tests.architecture.routes import our_routes
from tests.cast import Cast, assemble

# Its tests stand in one transaction of the module's own (tests/conftest.py).
SHARES_A_HOUSE = True
# A name that django-ninja keeps for making addresses; it answers 404 to everyone.
NO_PAGES = {"api:api-root"}


def table() -> list[Row]:
    return [row for rows in of_every_app("TABLE") for row in rows]


def test_every_route_stands_in_the_table_with_every_method():
    accepted = {
        f"{method} {route.name}" for route in our_routes() if route.name not in NO_PAGES for method in route.methods
    }
    assert accepted - {f"{row.method} {row.route}" for row in table()} == set()


def test_the_table_names_no_route_that_is_gone():
    assert {row.route for row in table()} - {route.name for route in our_routes()} == set()


def outcome(response) -> str:
    location = response.headers.get("Location", "")
    if "/accounts/" in location and "next=" in location:
        return "sign in"
    return {401: "sign in", 403: "sees", 404: "nothing"}.get(response.status_code, "may")


def ask(client: Client, row: Row, url: str, cast):
    kwargs = {"content_type": row.content_type} if row.content_type else {}
    return getattr(client, row.method.lower())(url, row.data(cast), **kwargs)


@dataclass(frozen=True)
class House:
    """The cast, and everyone's signed-in browser. Made once: what a row does is undone after it."""

    cast: Cast
    browsers: dict[str, Client]


@pytest.fixture(scope="module")
def house(shared_cast, django_db_blocker):
    shared_cast.end()
    with django_db_blocker.unblock(), transaction.atomic():
        cast = assemble()
        yield House(cast, {name: make.client(who(cast), capacity) for name, (who, capacity) in WALKERS.items()})
        transaction.set_rollback(True)


@contextmanager
def undone():
    """What happens within leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("row", table(), ids=lambda row: f"{row.method} {row.route}")
def test_who_may(row, house):
    may, sees, wrong = row.names(row.may), row.names(row.sees), {}
    with undone():
        url = reverse(row.route, kwargs=row.url(house.cast))
        for name, browser in house.browsers.items():
            expected = "may" if name in may else "sees" if name in sees else "nothing"
            with undone():
                found = outcome(ask(browser, row, url, house.cast))
            if found != expected:
                wrong[name] = f"{found}, not {expected}"
        anonymous = outcome(ask(Client(), row, url, house.cast))
        if anonymous != ("may" if row.public else "sign in"):
            wrong["anonymous"] = anonymous
    assert not wrong
