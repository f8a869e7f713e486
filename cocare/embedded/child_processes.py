"""The program's processes, each in a session of its own: whoever starts one can end all of it.

The many processes, the torture test, the tests' servers and the benchmarks start what they need through these.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from cocare.embedded.unprivileged import die_with_parent

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 20


class ChildProcess:
    """A process with its children, that can be killed and started again.

    `environment` is laid over ours. What it prints goes to `log`, or, without one, its errors
    to ours. `port` is where it answers, if it does; `core` binds it to one processor.
    """

    def __init__(
        self,
        name: str,
        command: list[str],
        *,
        log: Path | None = None,
        environment: Mapping[str, str] | None = None,
        port: int = 0,
        core: int | None = None,
    ) -> None:
        self.name, self.command, self.log, self.port, self.core = name, command, log, port, core
        self.environment = dict(environment or {})
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        sink = self.log.open("ab") if self.log else None
        try:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=sink or subprocess.DEVNULL,
                stderr=sink,
                # Ctrl-C in the terminal is for whoever started us; and a whole session can be ended at once.
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509  # one C call
            )
        finally:
            if sink:
                sink.close()
        if self.core is not None and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(self.process.pid, {self.core})
        return self

    def terminate(self) -> None:
        """Ask it to end, and don't wait."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, by: signal.Signals = signal.SIGTERM) -> None:
        """End it, as an operator would or, with SIGKILL, as a power cut would; nothing of its session is left."""
        if self.process is None:
            return
        if by == signal.SIGKILL:
            self._signal_session(by)
        else:
            # A master ends its own workers.
            self.process.send_signal(by)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        # A master that was killed leaves its workers behind.
        self._signal_session(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def restart(self) -> None:
        self.end()
        self.start()

    def is_gone(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def _signal_session(self, by: signal.Signals) -> None:
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, by)


def socket_command(port: int, *options: str) -> list[str]:
    """Return the command of a socket process, as production has it."""
    return [sys.executable, "-m", "cocare.serve", f"--host={HOST}", f"--port={port}", *options]


def page_command(port: int) -> list[str]:
    """Return the command of a page process, as production has it but with one worker: here each has an address."""
    server = [sys.executable, "-m", "granian", "--interface=wsgi", f"--host={HOST}", f"--port={port}"]
    return [
        *server,
        "--workers=1",
        "--blocking-threads=4",
        "--respawn-failed-workers",
        "--no-ws",
        "cocare.wsgi:application",
    ]


def worker_command() -> list[str]:
    """Return the command of a worker, as production has it."""
    return [sys.executable, "manage.py", "procrastinate", "worker", "--concurrency=2", "--delete-jobs=successful"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def takes_connections(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=2).close()
    except OSError:
        return False
    return True


def wait_for_ports(ports: Iterable[int], seconds: float = START_SECONDS) -> None:
    """Return when all of them take connections. Raise RuntimeError for one that does not."""
    deadline = time.monotonic() + seconds
    for port in ports:
        while not takes_connections(port):
            if time.monotonic() > deadline:
                raise RuntimeError(f"Nobody answers on port {port}; see the logs.")
            time.sleep(0.05)
