"""Many processes in one command: PostgreSQL, Redis, socket and page processes, a worker, one address before them.

    python -m cocare.embedded.many_processes --port 8000 --sockets 2 --pages 2 --data data

Prints where each process is and who may sign in. A process that dies is started again; Ctrl-C or SIGTERM stops all of
them. The data folder is the demo's: the same district, kept. What is served is never allowed to depend on the process
that serves it; here is where that shows.
"""

import argparse
import os
import shutil
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from cocare.embedded.child_processes import (
    HOST,
    ChildProcess,
    free_port,
    page_command,
    socket_command,
    wait_for_ports,
    worker_command,
)
from cocare.embedded.demo import StartRefused, close_pools, lock_data_folder, migrate, refuse_taken_port
from cocare.embedded.postgres import Postgres
from cocare.embedded.redis import Redis
from cocare.embedded.unprivileged import socket_folder

CHECK_SECONDS = 0.5


class ManyProcesses:
    """PostgreSQL and Redis by `start_services()`; then socket, page and worker processes and the proxy, each apart."""

    def __init__(self, folder: Path) -> None:
        """Keep everything in `folder`: the database, uploaded files, logs."""
        self.folder = folder
        self.stack = ExitStack()
        # What was acknowledged must survive a PostgreSQL that is stopped at once, so this one writes to the disk.
        self.postgres = Postgres(folder / "postgres", durable=True)
        # Its socket's path must be short, and its user able to come there.
        self.redis = Redis(socket_folder(folder / "redis"))
        self.environment: dict[str, str] = {}
        self.page_processes: list[ChildProcess] = []
        self.worker: ChildProcess | None = None
        self.children: list[ChildProcess] = []

    def start_services(self, *, database: str = "", redis: str = "") -> dict[str, str]:
        """Start PostgreSQL and Redis, or use those at the addresses. Return the environment for all other processes."""
        if not database:
            self.stack.callback(self.postgres.stop)
            database = self.postgres.start()
        if not redis:
            self.stack.callback(shutil.rmtree, self.redis.folder, ignore_errors=True)
            self.stack.callback(self.redis.stop)
            redis = self.redis.start()
        self.stack.callback(self._stop_processes)
        self.environment.update(DATABASE_URL=database, REDIS_URL=redis, DATA_DIR=str(self.folder))
        return self.environment

    def close(self) -> None:
        self.stack.close()

    # ---- processes --------------------------------------------------------------------------------

    def log_file(self, name: str) -> Path:
        folder = self.folder / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.log"

    def start_process(self, name: str, command: list[str], port: int = 0) -> ChildProcess:
        log = self.log_file(name.replace(" ", ""))
        process = ChildProcess(name, command, log=log, environment=self.environment, port=port)
        self.children.append(process)
        return process.start()

    def start_socket_processes(self, count: int) -> list[int]:
        ports = [free_port() for _ in range(count)]
        for number, port in enumerate(ports, 1):
            self.start_process(f"socket {number}", socket_command(port, f"--trusted-proxies={HOST}"), port)
        return ports

    def start_page_processes(self, count: int) -> list[int]:
        ports = [free_port() for _ in range(count)]
        for port in ports:
            self.page_processes.append(
                self.start_process(f"page {len(self.page_processes) + 1}", page_command(port), port)
            )
        return ports

    def start_worker(self) -> None:
        self.worker = self.start_process("worker", worker_command())

    def start_proxy(self, port: int, sockets: list[int], pages: list[int]) -> None:
        ports = [f"--port={port}", f"--sockets={','.join(map(str, sockets))}", f"--pages={','.join(map(str, pages))}"]
        self.start_process("front", [sys.executable, "-m", "cocare.embedded.reverse_proxy", *ports], port)

    def restart_dead(self) -> list[str]:
        """Start again what died. Return the names."""
        died = []
        for service, name in ((self.postgres, "PostgreSQL"), (self.redis, "Redis")):
            if service.process is not None and service.process.poll() is not None:
                service.stop()
                service.start()
                died.append(name)
        for process in self.children:
            if process.is_gone():
                process.restart()
                died.append(process.name)
        return died

    def _stop_processes(self) -> None:
        for process in self.children:
            process.terminate()
        for process in self.children:
            process.end()


def main() -> int:
    parser = argparse.ArgumentParser(description="Serve the demo district from many processes.")
    parser.add_argument("--port", type=int, default=8000, help="the address before all of them")
    parser.add_argument("--sockets", type=int, default=2, help="socket processes")
    parser.add_argument("--pages", type=int, default=2, help="page processes")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DATA_DIR") or "data"), help="folder to keep")
    parser.add_argument("--empty", action="store_true", help="tables only: bring no district")
    options = parser.parse_args()
    # Stopping a service and Ctrl-C are the same to us.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        refuse_taken_port(options.port)
        with lock_data_folder(options.data):
            run(ManyProcesses(options.data.resolve()), options)
    except StartRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    print("All processes have stopped; the data is kept.", flush=True)
    return 0


def run(processes: ManyProcesses, options: argparse.Namespace) -> None:
    """Start everything, keep it running, and stop it when a signal ends us."""
    try:
        prepare(processes, options)
        sockets, pages = (
            processes.start_socket_processes(options.sockets),
            processes.start_page_processes(options.pages),
        )
        processes.start_worker()
        processes.start_proxy(options.port, sockets, pages)
        wait_for_ports(process.port for process in processes.children if process.port)
        announce(processes)
        while True:
            time.sleep(CHECK_SECONDS)
            for name in processes.restart_dead():
                print(f"{name} had died and was started again.", flush=True)
    finally:
        # Whoever presses Ctrl-C twice still wants nothing left.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        processes.close()


def prepare(processes: ManyProcesses, options: argparse.Namespace) -> None:
    """Start the services unless the environment names others; migrate, seed, and set what all processes must know."""
    processes.environment.update(
        DJANGO_SETTINGS_MODULE=os.environ.get("DJANGO_SETTINGS_MODULE", "cocare.settings.many_processes"),
        SITE_URL=f"http://{HOST}:{options.port}",
        SOCKET_PROCESSES=str(options.sockets),
        WEB_PROCESSES=str(options.pages),
        WORKER_PROCESSES="1",
    )
    urls = {name: os.environ.get(f"{name.upper()}_URL", "") for name in ("database", "redis")}
    os.environ.update(processes.start_services(**urls))
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    migrate()
    if not options.empty:
        call_command("seed")
    connections.close_all()
    close_pools()


def announce(processes: ManyProcesses) -> None:
    for process in processes.children:
        assert process.process is not None
        address = f"http://{HOST}:{process.port}" if process.port else ""
        print(f"  {process.name:10} {process.process.pid:>7}  {address}".rstrip())
    print(f"\nThe district is open at {processes.environment['SITE_URL']}  (Ctrl-C ends it)\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
