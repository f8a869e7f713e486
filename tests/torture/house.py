"""The house of cocare.embedded.house, with socket processes that are back at once after kill -9 and may be faulty."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from cocare.embedded import house
from cocare.embedded.programs import ROOT, STOP_SECONDS, free_port
from cocare.embedded.unprivileged import die_with_parent

PATIENCE = 60


class Lives:
    """The socket processes: each port has one life after the other, all forked from one loaded program."""

    def __init__(self, log: Path, environment: Mapping[str, str] | None = None):
        with log.open("ab") as sink:
            self.zygote = subprocess.Popen(
                [sys.executable, "-m", "tests.torture.zygote"],
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
        """The next life at this port."""
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


class House(house.House):
    lives: Lives | None = None

    def load_program(self) -> None:
        """The program of all socket processes, loaded once."""
        self.lives = Lives(self.log("sockets"), self.environment)
        self.stack.callback(self.lives.end)

    def open_sockets(self, number: int, fault: str = "-") -> list[int]:
        assert self.lives is not None
        ports = [free_port() for _ in range(number)]
        for port in ports:
            self.lives.begin(port, fault)
        return ports
