"""A whole house in one command: PostgreSQL, Redis, socket processes, page processes, a worker, one address before them.

    python -m cocare.embedded.house --port 8000 --sockets 2 --pages 2 --data data

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

from cocare.embedded.demo import Refused, close_pools, make_tables, only_one, refuse_taken_port
from cocare.embedded.postgres import Postgres
from cocare.embedded.programs import (
    HOST,
    Program,
    free_port,
    page_process,
    socket_process,
    wait_for,
    worker_process,
)
from cocare.embedded.redis import Redis
from cocare.embedded.unprivileged import short_folder

LOOK_SECONDS = 0.5


class House:
    """`open()` starts the services; sockets, pages, worker and front come when they are asked for."""

    def __init__(self, folder: Path) -> None:
        """Everything of it is in `folder`: the database, uploaded files, logs."""
        self.folder = folder
        self.stack = ExitStack()
        # What was acknowledged must survive a PostgreSQL that is stopped at once, so this one writes to the disk.
        self.postgres = Postgres(folder / "postgres", durable=True)
        # Its socket's path must be short, and its user able to come there.
        self.redis = Redis(short_folder(folder / "redis"))
        self.environment: dict[str, str] = {}
        self.pages: list[Program] = []
        self.worker: Program | None = None
        self.programs: list[Program] = []

    def open(self, *, database: str = "", redis: str = "") -> dict[str, str]:
        """Start PostgreSQL and Redis, or take those at the addresses; answers the environment of everything else."""
        if not database:
            self.stack.callback(self.postgres.stop)
            database = self.postgres.start()
        if not redis:
            self.stack.callback(shutil.rmtree, self.redis.folder, ignore_errors=True)
            self.stack.callback(self.redis.stop)
            redis = self.redis.start()
        self.stack.callback(self._stop_programs)
        self.environment.update(DATABASE_URL=database, REDIS_URL=redis, DATA_DIR=str(self.folder))
        return self.environment

    def close(self) -> None:
        self.stack.close()

    # ---- processes --------------------------------------------------------------------------------

    def log(self, name: str) -> Path:
        folder = self.folder / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.log"

    def begin(self, name: str, words: list[str], port: int = 0) -> Program:
        log = self.log(name.replace(" ", ""))
        program = Program(name, words, log=log, environment=self.environment, port=port)
        self.programs.append(program)
        return program.start()

    def open_sockets(self, number: int) -> list[int]:
        ports = [free_port() for _ in range(number)]
        for place, port in enumerate(ports, 1):
            self.begin(f"socket {place}", socket_process(port, f"--trusted-proxies={HOST}"), port)
        return ports

    def open_pages(self, number: int) -> list[int]:
        ports = [free_port() for _ in range(number)]
        for port in ports:
            self.pages.append(self.begin(f"page {len(self.pages) + 1}", page_process(port), port))
        return ports

    def open_worker(self) -> None:
        self.worker = self.begin("worker", worker_process())

    def open_front(self, port: int, sockets: list[int], pages: list[int]) -> None:
        ports = [f"--port={port}", f"--sockets={','.join(map(str, sockets))}", f"--pages={','.join(map(str, pages))}"]
        self.begin("front", [sys.executable, "-m", "cocare.embedded.front", *ports], port)

    def tend(self) -> list[str]:
        """Start again what died; answers the names."""
        died = []
        for service, name in ((self.postgres, "PostgreSQL"), (self.redis, "Redis")):
            if service.process is not None and service.process.poll() is not None:
                service.stop()
                service.start()
                died.append(name)
        for program in self.programs:
            if program.is_gone():
                program.again()
                died.append(program.name)
        return died

    def _stop_programs(self) -> None:
        for program in self.programs:
            program.ask_to_end()
        for program in self.programs:
            program.end()


def main() -> int:
    parser = argparse.ArgumentParser(description="Serve the demo district from many processes.")
    parser.add_argument("--port", type=int, default=8000, help="the address before all of them")
    parser.add_argument("--sockets", type=int, default=2, help="socket processes")
    parser.add_argument("--pages", type=int, default=2, help="page processes")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DATA_DIR") or "data"), help="folder to keep")
    parser.add_argument("--empty", action="store_true", help="tables only: bring no district")
    given = parser.parse_args()
    # Stopping a service and Ctrl-C are the same to us.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        refuse_taken_port(given.port)
        with only_one(given.data):
            live(House(given.data.resolve()), given)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    print("The house has stopped; its data is kept.", flush=True)
    return 0


def live(house: House, given: argparse.Namespace) -> None:
    """From the first process to the last."""
    try:
        furnish(house, given)
        sockets, pages = house.open_sockets(given.sockets), house.open_pages(given.pages)
        house.open_worker()
        house.open_front(given.port, sockets, pages)
        wait_for(program.port for program in house.programs if program.port)
        announce(house)
        while True:
            time.sleep(LOOK_SECONDS)
            for name in house.tend():
                print(f"{name} had died and was started again.", flush=True)
    finally:
        # Whoever presses Ctrl-C twice still wants nothing left.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        house.close()


def furnish(house: House, given: argparse.Namespace) -> None:
    """Services, unless the environment names others; tables, a district, and what all processes must know."""
    house.environment.update(
        DJANGO_SETTINGS_MODULE=os.environ.get("DJANGO_SETTINGS_MODULE", "cocare.settings.house"),
        SITE_URL=f"http://{HOST}:{given.port}",
        SOCKET_PROCESSES=str(given.sockets),
        WEB_PROCESSES=str(given.pages),
        WORKER_PROCESSES="1",
    )
    named = {name: os.environ.get(f"{name.upper()}_URL", "") for name in ("database", "redis")}
    os.environ.update(house.open(**named))
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    make_tables()
    if not given.empty:
        call_command("seed")
    connections.close_all()
    close_pools()


def announce(house: House) -> None:
    for program in house.programs:
        assert program.process is not None
        place = f"http://{HOST}:{program.port}" if program.port else ""
        print(f"  {program.name:10} {program.process.pid:>7}  {place}".rstrip())
    print(f"\nThe district is open at {house.environment['SITE_URL']}  (Ctrl-C ends it)\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
