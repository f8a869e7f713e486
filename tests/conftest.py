"""What every test can ask for: the cast, a world in which no test sees another's traces, servers and browsers."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache as django_cache
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.cable import Cable
from tests.servers import ForkedServer, Programs, Server, database_url

pytest_plugins = ["tests.browsing", "tests.distribution", "tests.durations"]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker, worker_id: str) -> None:
    """A database of this worker's own: migrations run once for all workers."""
    from django.test import TransactionTestCase

    with django_db_blocker.unblock():
        databases.make_template()
        databases.use_clone(f"{databases.PREFIX}_{worker_id}")
    TransactionTestCase._fixture_teardown = databases.restore


@pytest.fixture(scope="session")
def shared_cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker):
    """The cast that tests in a row share. A fixture that opens a transaction for several tests calls `end()` first."""
    from tests.shared_cast import SharedCast

    shared = SharedCast(django_db_blocker)
    yield shared
    shared.end()


@pytest.fixture
def _shared_or_none(request: pytest.FixtureRequest, shared_cast) -> None:
    """Before a test's own savepoint: the cast stands if the test wants it, else the house is empty."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    if "cast" in request.fixturenames and not commits:
        shared_cast.prepare()
    elif not getattr(request.module, "SHARES_A_HOUSE", False):
        shared_cast.end()


@pytest.fixture
def _django_db_helper(_shared_or_none: None, _django_db_helper: None) -> None:
    """pytest-django's own, which opens the test's savepoint, with the cast beneath it."""


@pytest.fixture
def cast(db, shared_cast):
    """The named cast of tests/cast.py, in the database."""
    return shared_cast.give()


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Rate limits and remembered answers of one test are not the next one's."""
    django_cache.clear()


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programs]:
    """The programs that servers are forked from, each loaded when a test first asks for it."""
    programs = Programs(tmp_path_factory.mktemp("servers"))
    yield programs
    programs.close()


@pytest.fixture
def asgi_server(transactional_db: None, programs: Programs) -> Iterator[ForkedServer]:
    """A real server process on the test's own database, with Redis. Commit first: it sees only what is committed."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "cocare.settings.test",
        "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
    }
    server = programs.start(environment)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _cable(django_db_setup: None) -> Iterator[Cable]:
    cable = Cable(database_url(connection.settings_dict["NAME"]))
    yield cable
    cable.cut()


@pytest.fixture
def cable(_cable: Cable) -> Iterator[Cable]:
    """The way to the test's database that a test may cut, mended before each. Its address never changes."""
    yield _cable
    _cable.cut()
    _cable.mend()


@pytest.fixture(scope="session")
def demo_district(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker, worker_id: str
) -> Iterator[Server]:
    """The demo as `make demo` serves it, seeded once for a whole run: leave its people able to work."""
    name, folder = f"demo_{worker_id}", tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock():
        databases.clone_demo(name, folder / "data")
    environment = databases.demo_environment(name, folder / "data")
    server = Server("cocare.embedded.demo", environment, folder / "server.log").start()
    yield server
    server.stop()
