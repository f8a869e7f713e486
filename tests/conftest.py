"""What every test can ask for: the cast, a world in which no test sees another's traces, servers and browsers."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.core.cache import cache as django_cache
from django.db import connection
from django.db.models.signals import post_migrate

from cocare.core import working_days
from tests.servers import Server, database_url

pytest_plugins = ["tests.browsing"]

SEEDING_SECONDS = 180


@pytest.fixture
def cast(db):
    """The named cast of tests/cast.py, in the database."""
    from tests.cast import assemble

    return assemble()


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Rate limits and remembered answers of one test are not the next one's."""
    django_cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _what_migrations_bring() -> None:
    """A test that commits is followed by emptying all tables; what belongs to an empty house comes back then."""
    post_migrate.connect(furnish, sender=apps.get_app_config("core"))


def furnish(**_facts: object) -> None:
    working_days.import_shipped()
    with connection.cursor() as cursor:
        # Not Django's tables, so it does not empty them.
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE")


@pytest.fixture
def asgi_server(transactional_db, tmp_path: Path) -> Iterator[Server]:
    """A real server process on the test's own database, with Redis. Commit first: it sees only what is committed."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "cocare.settings.test",
        "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
    }
    server = Server("cocare.serve", environment, tmp_path / "server.log").start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def demo_district(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Server]:
    """The demo as `make demo` serves it, seeded once for a whole run: leave its people able to work."""
    name, folder = f"demo_{worker_id}", tmp_path_factory.mktemp("demo")
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server_connection:
        server_connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server_connection.execute(f'CREATE DATABASE "{name}"')
    environment = {
        "DJANGO_SETTINGS_MODULE": "cocare.settings.demo",
        "DATABASE_URL": database_url(name),
        "DATA_DIR": str(folder),
        "REDIS_URL": "",
    }
    server = Server("cocare.embedded.demo", environment, folder / "server.log", SEEDING_SECONDS).start()
    yield server
    server.stop()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with browser tests last: once Playwright's loop runs in this thread, no coroutine can start its own."""
    driven = {item.path for item in items if "playwright" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path in driven)
