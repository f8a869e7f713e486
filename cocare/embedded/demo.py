"""The demo in one command: PostgreSQL, tables, a seeded district, pages, sockets and jobs in one process.

    python -m cocare.embedded.demo --port 8000

The data folder (DATA_DIR) is kept; everything that was started is stopped again by Ctrl-C or SIGTERM.
"""

import argparse
import asyncio
import contextlib
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import django

HOST = "127.0.0.1"
WORKER_STOP_SECONDS = 5


def main() -> int:
    started = time.monotonic()
    parser = argparse.ArgumentParser(description="Serve the demo district.")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cocare.settings.demo")
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{options.port}")
    # Stopping a service and Ctrl-C are the same to us.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        refuse_taken_port(options.port)
        from django.conf import settings

        with lock_data_folder(settings.DATA_DIR), database(settings.DATA_DIR):
            django.setup()
            prepare()
            announce(settings.SITE_URL, time.monotonic() - started)
            asyncio.run(serve(options.port))
    except StartRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    print("The demo has stopped; its data is kept.")
    return 0


class StartRefused(Exception):
    """The demo does not start, and the sentence says why."""


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise StartRefused(f"Port {port} is taken. Another one: make demo PORT={port + 1}") from error


@contextlib.contextmanager
def lock_data_folder(data: Path) -> Iterator[None]:
    """Hold the data folder. The system lets go of the lock however this process ends."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StartRefused(f"A demo is already running on {data}. Another folder: make demo DATA=other") from error
        yield


@contextlib.contextmanager
def database(data: Path) -> Iterator[None]:
    """The demo's own PostgreSQL, unless DATABASE_URL names another."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    from cocare.embedded.postgres import Postgres

    postgres = Postgres(data / "postgres", durable=True)
    if postgres.folder != (data / "postgres").resolve():
        print(f"PostgreSQL does not run as root and may not enter {data}: its data is in {postgres.folder}.")
    postgres.start()
    try:
        yield
    finally:
        from django.db import connections

        connections.close_all()
        close_pools()
        postgres.stop()


def close_pools() -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close_pool()  # type: ignore[attr-defined]  # every connection of ours is PostgreSQL


def prepare() -> None:
    """Bring the tables and the district up to date. Both cost nothing when they are."""
    from django.core.management import call_command

    migrate()
    call_command("seed")


def migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Making the tables …", flush=True)
        call_command("migrate", verbosity=0, interactive=False)


def announce(url: str, seconds: float) -> None:
    print(f"\nThe district is open at {url}  (after {seconds:.0f} s; Ctrl-C ends it)\n", flush=True)


async def serve(port: int) -> None:
    """Pages, sockets and jobs until a signal ends them."""
    import uvicorn

    from cocare.serve import server_config

    server = uvicorn.Server(server_config(HOST, port))
    worker = asyncio.create_task(run_worker())
    # Jobs that fail are logged and tried again; a worker that ends by itself must not go unnoticed.
    worker.add_done_callback(lambda task: setattr(server, "should_exit", True) if not task.cancelled() else None)
    try:
        await server.serve()
    finally:
        worker.cancel()
        with contextlib.suppress(asyncio.CancelledError, asyncio.TimeoutError):
            await asyncio.wait_for(worker, WORKER_STOP_SECONDS)


async def run_worker() -> None:
    """Do background jobs, in threads of this process."""
    from procrastinate.contrib.django import app

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # it is the Django one
    with app.replace_connector(connector) as working:
        async with working.open_async():
            await working.run_worker_async(
                install_signal_handlers=False, delete_jobs="successful", shutdown_graceful_timeout=3
            )


if __name__ == "__main__":
    sys.exit(main())
