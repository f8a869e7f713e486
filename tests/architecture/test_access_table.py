"""Walks every route × method × person against the written table (tests/<room>/access.py)."""

import importlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import factories as make
from tests.access import WALKERS, Row
from tests.cast import Cast, assemble

ROOT = Path(__file__).parents[2]
OURS = ("api", "core", "people", "files", "notifications", "channel", "parents_school", "events", "realtime", "web")

# Its tests stand in one transaction of the module's own (tests/conftest.py).
SHARES_A_HOUSE = True
# A name that django-ninja keeps for making addresses; it answers 404 to everyone.
NO_PAGES = {"api:api-root"}


def table() -> list[Row]:
    rows = []
    for path in sorted((ROOT / "tests").glob("*/access.py")):
        rows += importlib.import_module(f"tests.{path.parent.name}.access").TABLE
    return rows


def our_routes(resolver=None, namespace: str = "") -> set[str]:
    found = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found |= our_routes(entry, entry.namespace or namespace)
        elif isinstance(entry, URLPattern) and entry.name and namespace in OURS:
            found.add(f"{namespace}:{entry.name}")
    return found


def test_every_route_stands_in_the_table():
    assert our_routes() - {row.route for row in table()} == NO_PAGES


def test_the_table_names_no_route_that_is_gone():
    gone = {row.route for row in table()} - our_routes()
    assert {route for route in gone if route.split(":")[0] in OURS} == set()


def outcome(response) -> str:
    if response.status_code in (301, 302) and "/accounts/" in response["Location"]:
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
