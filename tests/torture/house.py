"""Everything that runs: PostgreSQL, Redis, socket processes, page processes, a worker. All of it ends with us."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from cocare.embedded.postgres import Postgres
from cocare.embedded.redis import Redis
from cocare.embedded.unprivileged import die_with_parent
from tests.servers import ROOT, STOP_SECONDS, free_port

PATIENCE = 60


class Program:
    """A process with its children, in a session of its own, that can be killed and started again."""

    def __init__(self, words: list[str], log: Path):
        self.words, self.log = words, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                [sys.executable, *self.words],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509  # one C call
            )

    def end(self, by: signal.Signals = signal.SIGTERM) -> None:
        if self.process is None:
            return
        # The whole session: a master that is killed leaves its workers behind.
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, by)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process = None

    def is_gone(self) -> bool:
        return self.process is None or self.process.poll() is not None


class Page(Program):
    """A page process, as production runs it: granian, threads, WSGI."""

    def __init__(self, log: Path):
        self.port = free_port()
        options = ["--interface=wsgi", "--host=127.0.0.1", f"--port={self.port}", "--workers=1", "--blocking-threads=4"]
        super().__init__(["-m", "granian", *options, "--no-ws", "cocare.wsgi:application"], log)


class Lives:
    """The socket processes: each port has one life after the other, all forked from one loaded program."""

    def __init__(self, log: Path):
        with log.open("ab") as sink:
            self.zygote = subprocess.Popen(
                [sys.executable, "-m", "tests.torture.zygote"],
                cwd=ROOT,
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
        self.faults[port] = fault
        assert self.zygote.stdin and self.zygote.stdout
        with self.lock:
            self.zygote.stdin.write(f"{port} {fault}\n")
            self.zygote.stdin.flush()
            self.ids[port] = int(self.zygote.stdout.readline())

    def kill(self, port: int) -> None:
        """kill -9, and wait until the port is free."""
        life, deadline = self.ids.pop(port), time.monotonic() + PATIENCE
        with suppress(ProcessLookupError):
            os.kill(life, signal.SIGKILL)
            while time.monotonic() < deadline:
                os.kill(life, 0)
                time.sleep(0.01)

    def again(self, port: int) -> None:
        self.kill(port)
        self.begin(port, self.faults[port])

    def end(self) -> None:
        for port in list(self.ids):
            self.kill(port)
        if self.zygote.stdin:
            self.zygote.stdin.close()
        try:
            self.zygote.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.zygote.kill()
            self.zygote.wait()


class House:
    """`open()` starts the services; `sockets`, `pages` and `worker` come when they are asked for."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.stack = ExitStack()
        # What was acknowledged must survive a PostgreSQL that is stopped at once, so this one writes to the disk.
        self.postgres = Postgres(folder / "postgres", durable=True)
        self.redis = Redis(folder / "redis")
        self.lives: Lives | None = None
        self.pages: list[Page] = []
        self.worker: Program | None = None

    def open(self) -> dict[str, str]:
        """Start PostgreSQL and Redis; answers the environment for everything else."""
        self.stack.callback(self.postgres.stop)
        database = self.postgres.start()
        self.stack.callback(self.redis.stop)
        return {"DATABASE_URL": database, "REDIS_URL": self.redis.start(), "DATA_DIR": str(self.folder / "data")}

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def load_program(self) -> None:
        self.lives = Lives(self.log("sockets"))
        self.stack.callback(self.lives.end)

    def open_sockets(self, number: int, fault: str = "-") -> list[int]:
        assert self.lives is not None
        ports = [free_port() for _ in range(number)]
        for port in ports:
            self.lives.begin(port, fault)
        return ports

    def open_pages(self, number: int) -> list[int]:
        for _ in range(number):
            page = Page(self.log(f"page{len(self.pages)}"))
            self.stack.callback(page.end)
            page.start()
            self.pages.append(page)
        return [page.port for page in self.pages]

    def open_worker(self) -> None:
        words = ["manage.py", "procrastinate", "worker", "--concurrency=2", "--delete-jobs=successful"]
        self.worker = Program(words, self.log("worker"))
        self.stack.callback(self.worker.end)
        self.worker.start()

    def close(self) -> None:
        self.stack.close()


def wait_for(ports: list[int], seconds: float = PATIENCE) -> None:
    """Until all of them take connections."""
    deadline = time.monotonic() + seconds
    for port in ports:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=2).close()
                break
            except OSError as failure:
                if time.monotonic() > deadline:
                    raise RuntimeError(f"Nobody answers on port {port}; see the logs.") from failure
                time.sleep(0.05)
