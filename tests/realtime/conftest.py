from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import connection

from cocare.core import live
from cocare.embedded.redis import Redis
from tests.cast import assemble
from tests.realtime.client import Wire
from tests.realtime.stage import room
from tests.servers import Server, database_url


@pytest.fixture
def cast(transactional_db):
    """The cast, committed, so that server processes see it; and its stages."""
    room.build()
    live.register(room.Stage())
    return assemble()


def environment_of(**changes):
    """What a socket process on the test database is told."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.realtime.settings",
        "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
        **changes,
    }


@pytest.fixture(scope="session")
def _servers(django_db_setup, programs):
    """Two processes for all tests that let them live."""
    servers = [programs.start(environment_of()) for _ in range(2)]
    yield servers
    for server in servers:
        server.stop()


@pytest.fixture
def server(_servers, cast):
    return _servers[0]


@pytest.fixture
def two(_servers, cast):
    return _servers


@pytest.fixture
def start(cast, programs):
    """Starts servers of this test's own, which it may stop; the environment may be changed by keyword."""
    with ExitStack() as stack:

        def one(**changes):
            server = programs.start(environment_of(**changes))
            stack.callback(server.stop)
            return server

        yield one


@pytest.fixture
def process(cast, tmp_path):
    """A server whose process, loaded by itself, a test may signal and see the end of."""
    process = Server("cocare.serve", environment_of(), tmp_path / "server.log").start()
    yield process
    process.stop()


@pytest.fixture
def wire(server):
    """Opens sockets to the server: wire(person, capacity)."""
    with ExitStack() as stack:

        def one(person, capacity=None, at=None, **options):
            line = Wire.of(at or server, person, capacity, **options)
            stack.callback(line.close)
            return line

        yield one


@pytest.fixture
def own_redis():
    """A Redis that this test may stop."""
    # Not under pytest's folders, which only their owner may enter: Redis runs as somebody else.
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        redis = Redis(Path(folder) / "redis")
        redis.start()
        yield redis
        redis.stop()
