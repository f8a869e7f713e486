"""Real server processes on a test's database, for sockets and browsers."""

import os
import signal
import sys
import time
from pathlib import Path
from typing import Self
from urllib.error import HTTPError
from urllib.request import urlopen

from psycopg.conninfo import make_conninfo

from cocare.embedded.programs import Program, free_port

START_SECONDS = 30


class Server(Program):
    """One server process: `url` answers pages, `socket_url` sockets; `log` holds what it printed."""

    log: Path

    def __init__(self, module: str, environment: dict[str, str], log: Path, start_seconds: float = START_SECONDS):
        port = free_port()
        self.url, self.socket_url = f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}/ws/"
        self.start_seconds = start_seconds
        words = [sys.executable, "-m", module, "--port", str(port)]
        # Playwright's loop lets tests touch the database where they stand; a server gets no such leave.
        ours = {"SITE_URL": self.url, "DJANGO_ALLOW_ASYNC_UNSAFE": ""}
        super().__init__(module, words, log=log, environment={**ours, **environment}, port=port)

    def start(self) -> Self:
        """Start and wait until it answers. Raises RuntimeError with the log when it does not."""
        super().start()
        deadline = time.monotonic() + self.start_seconds
        while not self.answers():
            if self.is_gone() or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"The server did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.05)
        return self

    def answers(self) -> bool:
        try:
            urlopen(f"{self.url}/static/logo.svg", timeout=5).close()  # noqa: S310  # our own http address
        except HTTPError:
            return True
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """End it as an operator would."""
        self.end()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.end(signal.SIGKILL)

    def restart(self) -> None:
        self.again()


def database_url(name: str) -> str:
    """The address of database `name` on the PostgreSQL that the tests run on."""
    return make_conninfo(os.environ["DATABASE_URL"], dbname=name)
