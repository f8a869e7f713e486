"""Real server processes on a test's database, for sockets and browsers."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 30
STOP_SECONDS = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Server:
    """One server process: `url` answers pages, `socket_url` sockets; `log` holds what it printed."""

    module: str
    environment: dict[str, str]
    log: Path
    start_seconds: float = START_SECONDS
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/"

    def start(self) -> "Server":
        """Start and wait until it answers. Raises RuntimeError with the log when it does not."""
        inherited = {key: value for key, value in os.environ.items() if key != "DJANGO_ALLOW_ASYNC_UNSAFE"}
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, "--port", str(self.port)],
                cwd=ROOT,
                env={**inherited, "SITE_URL": self.url, **self.environment},
                stdout=sink,
                stderr=sink,
                stdin=subprocess.DEVNULL,
            )
        deadline = time.monotonic() + self.start_seconds
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
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
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def _end(self, by: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(by)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


def database_url(name: str) -> str:
    """The address of database `name` on the PostgreSQL that the tests run on."""
    return make_conninfo(os.environ["DATABASE_URL"], dbname=name)
