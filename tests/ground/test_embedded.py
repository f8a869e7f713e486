"""The services that the program brings along: kept, stopped in order, and started again after any end."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from cocare.embedded.postgres import Postgres, demo_database_url
from cocare.embedded.unprivileged import ProcessUser

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's user may enter, which pytest's own temporary folders do not promise."""
    made = Path(tempfile.mkdtemp(prefix="cocare-embedded-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def write(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS number")


def kept(url: str) -> int:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT number FROM kept").fetchone()[0]


def process_is_gone(pid: int) -> bool:
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listed.stdout.strip() in ("", "Z", "Zs")


def test_data_outlives_a_stop_and_nothing_else_does(folder):
    postgres = Postgres(folder / "postgres", durable=True)
    write(postgres.start())
    pid = postgres.process.pid
    postgres.stop()
    assert process_is_gone(pid)
    assert not postgres.sockets.exists()
    again = Postgres(folder / "postgres", durable=True)
    assert kept(again.start()) == 1
    again.stop()


def test_it_is_only_on_a_private_socket_and_not_root(folder):
    postgres = Postgres(folder / "postgres", durable=False)
    with psycopg.connect(postgres.start()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    owner = postgres.sockets.stat()
    postgres.stop()
    assert owner.st_uid != 0
    assert owner.st_mode & 0o077 == 0


def test_it_starts_again_after_its_number_was_given_to_another_process(folder):
    postgres = Postgres(folder / "postgres", durable=True)
    write(postgres.start())
    postgres.process.kill()
    postgres.process.wait()
    lock = postgres.folder / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{postgres.folder}\n")
    again = Postgres(folder / "postgres", durable=True)
    assert kept(again.start()) == 1
    again.stop()


def test_it_ends_with_a_parent_that_was_killed(folder):
    script = (
        "import sys, time, pathlib; from cocare.embedded.postgres import Postgres\n"
        f"postgres = Postgres(pathlib.Path({str(folder / 'postgres')!r}), durable=True); postgres.start()\n"
        "print(postgres.process.pid, flush=True); time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while not process_is_gone(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert process_is_gone(pid)
    shutil.rmtree(Postgres(folder / "postgres", durable=True).sockets)


def test_the_demos_address_does_not_depend_on_whether_it_runs(folder):
    assert demo_database_url(folder) == demo_database_url(folder)
    assert demo_database_url(folder) != demo_database_url(folder / "other")


def test_a_folder_that_its_user_may_not_enter_is_replaced(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    assert ProcessUser(uid=65534, gid=65534).can_enter(closed / "postgres") is False
    assert ProcessUser(uid=None, gid=None).can_enter(closed / "postgres") is True


def run_demo(port: int, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cocare.embedded.demo", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cocare.settings.demo", "DATA_DIR": str(folder)},
        text=True,
        capture_output=True,
        timeout=30,
        check=False,
    )


def test_a_taken_port_is_one_sentence(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = run_demo(port, folder)
    assert ended.returncode == 1
    assert ended.stderr.strip() == f"Port {port} is taken. Another one: make demo PORT={port + 1}"


def test_a_second_demo_on_the_same_data_is_one_sentence(folder):
    with (folder / ".lock").open("w") as lock, socket.socket() as free:
        fcntl.flock(lock, fcntl.LOCK_EX)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        ended = run_demo(port, folder)
    assert ended.returncode == 1
    assert ended.stderr.strip() == f"A demo is already running on {folder}. Another folder: make demo DATA=other"
