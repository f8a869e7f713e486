"""Real server processes on a test's database, for sockets and browsers."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self
from urllib.error import HTTPError
from urllib.request import urlopen

from psycopg.conninfo import make_conninfo

from cocare.embedded.child_processes import ROOT, STOP_SECONDS, ChildProcess, free_port
from cocare.embedded.unprivileged import die_with_parent

START_SECONDS = 30
PATIENCE = 60


class Server(ChildProcess):
    """One server process: `url` answers pages, `socket_url` sockets; `log` holds what it printed."""

    log: Path

    def __init__(self, module: str, environment: dict[str, str], log: Path, start_seconds: float = START_SECONDS):
        port = free_port()
        self.url, self.socket_url = addresses(port)
        self.start_seconds = start_seconds
        words = [sys.executable, "-m", module, "--port", str(port)]
        # Playwright's loop lets tests touch the database where they stand; a server gets no such leave.
        ours = {"SITE_URL": self.url, "DJANGO_ALLOW_ASYNC_UNSAFE": ""}
        super().__init__(module, words, log=log, environment={**ours, **environment}, port=port)

    def start(self) -> Self:
        """Start and wait until it answers. Raises RuntimeError with the log when it does not."""
        super().start()
        wait_until_it_answers(self.url, self.log, self.start_seconds, self.is_gone, self.stop)
        return self

    def stop(self) -> None:
        """End it as an operator would."""
        self.end()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.end(signal.SIGKILL)

    def restart(self) -> None:
        self.restart()


class Lives:
    """Server processes: each port has one life after the other, all forked from one loaded program (fork_server.py)."""

    def __init__(self, log: Path, environment: Mapping[str, str] | None = None):
        with log.open("ab") as sink:
            self.fork_server = subprocess.Popen(
                [sys.executable, "-m", "tests.fork_server"],
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=sink,
                text=True,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509  # one C call
            )
        self.ids: dict[int, int] = {}
        self.faults: dict[int, str] = {}
        self.lock = threading.Lock()

    def begin(self, port: int, fault: str = "-") -> None:
        """Start the next life at this port."""
        self.faults[port] = fault
        assert self.fork_server.stdin and self.fork_server.stdout
        with self.lock:
            self.fork_server.stdin.write(f"{port} {fault}\n")
            self.fork_server.stdin.flush()
            self.ids[port] = int(self.fork_server.stdout.readline())

    def kill(self, port: int) -> None:
        """kill -9, and wait until the port is free."""
        self._end(port, signal.SIGKILL)

    def stop(self, port: int) -> None:
        """End a life as an operator would, and wait until the port is free."""
        self._end(port, signal.SIGTERM)

    def _end(self, port: int, by: signal.Signals) -> None:
        life, deadline = self.ids.pop(port), time.monotonic() + PATIENCE
        with suppress(ProcessLookupError):
            os.kill(life, by)
            while time.monotonic() < deadline:
                os.kill(life, 0)
                time.sleep(0.01)

    def again(self, port: int) -> None:
        self.kill(port)
        self.begin(port, self.faults[port])

    def is_gone(self, port: int) -> bool:
        """Whether the life at this port has ended by itself."""
        try:
            os.kill(self.ids[port], 0)
        except (KeyError, ProcessLookupError):
            return True
        return False

    def end(self) -> None:
        for port in list(self.ids):
            self.kill(port)
        if self.fork_server.stdin:
            self.fork_server.stdin.close()
        try:
            self.fork_server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.fork_server.kill()
            self.fork_server.wait()


class ForkedServer:
    """A server whose program is loaded once: each start is a fork of it, a process that has seen nothing before.

    The address stays the same over all starts, since the settings name it. The rest is as of Server.
    """

    def __init__(self, environment: Mapping[str, str], log: Path):
        self.port, self.log = free_port(), log
        self.url, self.socket_url = addresses(self.port)
        ours = {"SITE_URL": self.url, "DJANGO_ALLOW_ASYNC_UNSAFE": ""}
        self.lives = Lives(log, {**ours, **environment})

    def start(self) -> Self:
        """Start and wait until it answers. Raises RuntimeError with the log when it does not."""
        self.lives.begin(self.port)
        wait_until_it_answers(self.url, self.log, START_SECONDS, lambda: self.lives.is_gone(self.port), self.kill)
        return self

    @property
    def runs(self) -> bool:
        return self.port in self.lives.ids

    def stop(self) -> None:
        """End it as an operator would. Nothing happens when it does not run."""
        if self.runs:
            self.lives.stop(self.port)

    def kill(self) -> None:
        """End it as a power cut would. Nothing happens when it does not run."""
        if self.runs:
            self.lives.kill(self.port)

    def restart(self) -> None:
        self.stop()
        self.start()

    def close(self) -> None:
        """End the process that all starts were forked from."""
        self.lives.end()


class Programs:
    """The loaded programs of a worker, by what their environment says: a test borrows one that nobody else runs."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.known: list[tuple[Mapping[str, str], ForkedServer]] = []

    def start(self, environment: Mapping[str, str]) -> ForkedServer:
        """A server with that environment, started, its log empty. Its port is its own; stop it after the test."""
        for known, server in self.known:
            if known == environment and not server.runs:
                os.truncate(server.log, 0)
                return server.start()
        server = ForkedServer(environment, self.folder / f"server{len(self.known)}.log")
        self.known.append((environment, server))
        return server.start()

    def close(self) -> None:
        for _, server in self.known:
            server.close()


def addresses(port: int) -> tuple[str, str]:
    """Where pages and where sockets are answered by the server at `port`."""
    return f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}/ws/"


def wait_until_it_answers(
    url: str, log: Path, seconds: float, is_gone: Callable[[], bool], stop: Callable[[], None]
) -> None:
    """Return when the server at `url` answers; stop it and raise RuntimeError with its log when it does not."""
    deadline = time.monotonic() + seconds
    while not answers(url):
        if is_gone() or time.monotonic() > deadline:
            stop()
            raise RuntimeError(f"The server did not start:\n{log.read_text()[-4000:]}")
        time.sleep(0.02)


def answers(url: str) -> bool:
    """Whether a server answers at `url`, whatever it says."""
    try:
        urlopen(f"{url}/static/logo.svg", timeout=5).close()  # noqa: S310  # our own http address
    except HTTPError:
        return True
    except OSError:
        return False
    return True


def database_url(name: str) -> str:
    """The address of database `name` on the PostgreSQL that the tests run on."""
    return make_conninfo(os.environ["DATABASE_URL"], dbname=name)
