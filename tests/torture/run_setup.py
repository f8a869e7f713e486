"""What the long run and the small ones share: services and tables up, a plan written, clients started, a verdict."""

import json
import logging
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from cocare.embedded.child_processes import ROOT, ChildProcess

from .many_processes import TortureProcesses

LOAD_PATIENCE = 120


class Failed(Exception):
    """The test itself did not come to an end."""


def furnish(processes: TortureProcesses) -> None:
    """Start the services, load Django into this process, make the tables."""
    processes.environment.update(
        DJANGO_SETTINGS_MODULE="tests.torture.settings", SITE_URL="http://127.0.0.1", DJANGO_ALLOW_ASYNC_UNSAFE=""
    )
    os.environ.update(processes.start_services())
    processes.load_program()
    import django
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.WARNING)  # of this process only; the servers' logs are files
    call_command("migrate", verbosity=0, interactive=False)


def an_administrator() -> Any:
    """Who takes rights from people."""
    from cocare.people.enums import OrganisationKind, Role
    from tests import factories as make

    return make.actor(make.post(Role.ADMINISTRATOR, make.organisation(OrganisationKind.EDUCATION_COMMISSION)))


def write_plan(folder: Path, **plan: Any) -> None:
    """What the clients must know: `world`, `ports`, `pace` between acts of each of their `hands`, `often`, `seed`."""
    (folder / "plan.json").write_text(json.dumps(plan, ensure_ascii=False))


class Crowd:
    """The load processes of one run."""

    def __init__(self, folder: Path, parts: int):
        self.folder = folder
        self.processes = [
            ChildProcess(
                f"load {part}",
                [sys.executable, "-m", "tests.torture.load_process", str(folder), str(part), str(parts)],
                log=folder / f"load{part}.log",
            )
            for part in range(parts)
        ]

    def __enter__(self) -> "Crowd":
        for process in self.processes:
            process.start()
        return self

    def go(self, seconds: float) -> float:
        """Wait until all clients are in, and let them act for so long; answers the moment of the end."""
        self._wait(time.monotonic() + LOAD_PATIENCE, lambda part: (self.folder / f"here{part}").exists())
        until = time.monotonic() + seconds
        self._tell("go", str(until))
        return until

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            process.end()

    def finish(self, until: float) -> None:
        """Until all clients are quiet, then until all have closed their books."""
        self._wait(until + LOAD_PATIENCE, lambda part: (self.folder / f"quiet{part}").exists())
        self._tell("close")
        self._wait(time.monotonic() + LOAD_PATIENCE, lambda part: self.processes[part].is_gone())
        for process in self.processes:
            if process.process is not None and process.process.returncode:
                raise Failed(f"The clients failed:\n{process.log.read_text()[-3000:]}")

    def _tell(self, word: str, text: str = "") -> None:
        whole = self.folder / f"{word}.new"
        whole.write_text(text)
        whole.rename(self.folder / word)  # never half written

    def _wait(self, deadline: float, done: Any) -> None:
        for part, process in enumerate(self.processes):
            while not done(part):
                if time.monotonic() > deadline or (process.is_gone() and not done(part)):
                    raise Failed(f"The clients do not come to an end:\n{process.log.read_text()[-3000:]}")
                time.sleep(0.05)


def verdict(folder: Path, database: str, *, small: bool) -> subprocess.CompletedProcess[str]:
    """The checker's, in a process of its own."""
    words = [sys.executable, "-m", "tests.torture.checker", str(folder), database, *(["--small"] if small else [])]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
