"""Breaks things on a schedule, and writes down when: processes, Redis, PostgreSQL, people's rights."""

import datetime
import random
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.db import DatabaseError, connection

from cocare.core import clock
from cocare.core.access import Actor
from cocare.core.errors import DomainError
from cocare.people.enums import RestrictionKind, RestrictionScope
from cocare.people.models import Account, Guardianship, Post
from cocare.people.services.accounts import disable_account
from cocare.people.services.posts import end_post
from cocare.people.services.restrictions import set_restriction
from cocare.web.allauth_adapters import SessionsAdapter

from .journal import Journal
from .many_processes import TortureProcesses

# Redis last: a change of rights while its lines come back may take a minute, and is held to no more.
CYCLE = [
    *("rights", "kill", "rights", "kill_page", "rights", "kill", "rights", "postgres", "kill", "postgres_now"),
    *("kill", "redis", "kill_two", "kill_page", "wipe", "kill"),
]
TRIES = 20


def ends_post(actor: Actor, row: str) -> None:
    end_post(actor=actor, post=Post.objects.get(pk=row))


def ends_session(actor: Actor, row: str) -> None:
    SessionsAdapter().end_sessions(list(UserSession.objects.filter(pk=row)))


def ends_account(actor: Actor, row: str) -> None:
    disable_account(actor=actor, account=Account.objects.get(pk=row))


def restricts(actor: Actor, row: str) -> None:
    today = clock.today()
    set_restriction(
        actor=actor,
        guardianship=Guardianship.objects.get(pk=row),
        kind=RestrictionKind.PROTECTION_ORDER,
        scope=RestrictionScope.ALL,
        document_no="(2026)澜民保令7号",
        since=today,
        until=today + datetime.timedelta(days=90),
    )


# The product's own ways, each of which announces what it took.
CHANGES: dict[str, Callable[[Actor, str], None]] = {
    "post": ends_post,
    "restriction": restricts,
    "account": ends_account,
    "session": ends_session,
}


class Chaos:
    def __init__(
        self,
        processes: TortureProcesses,
        sockets: list[int],
        changes: list[dict[str, Any]],
        actor: Actor,
        journal: Journal,
        seed: int,
    ):
        self.processes, self.sockets, self.actor, self.journal = processes, sockets, actor, journal
        self.chance = random.Random(seed)
        self.changes = list(changes)
        self.chance.shuffle(self.changes)

    def run(self, until: float, pause: float) -> None:
        """One act after the other, `pause` seconds from each to the next."""
        place = 0
        while time.monotonic() + pause < until:
            time.sleep(pause)
            getattr(self, CYCLE[place % len(CYCLE)])()
            place += 1
            if self.processes.worker is not None and self.processes.worker.is_gone():
                self.journal.note("worker", text="it ended and was started again, as production does")
                self.processes.worker.start()
        self.journal.flush()

    # ---- processes --------------------------------------------------------------------------------

    def kill(self) -> None:
        port = self.chance.choice(self.sockets)
        self.journal.note("kill", role="socket", port=port)
        assert self.processes.lives is not None
        self.processes.lives.again(port)

    def kill_two(self) -> None:
        self.kill()
        self.kill()

    def kill_page(self) -> None:
        if self.processes.page_processes:
            page = self.chance.choice(self.processes.page_processes)
            self.journal.note("kill", role="page", port=page.port)
            page.end(signal.SIGKILL)
            page.start()

    # ---- services ---------------------------------------------------------------------------------

    def redis(self) -> None:
        """Stopped, and back with nothing in it."""
        begun = time.monotonic()
        self.processes.redis.stop()
        time.sleep(self.chance.uniform(0.3, 2))
        self.processes.redis.start()
        self.journal.note("redis", **{"from": begun})

    def wipe(self) -> None:
        """Emptied, and every subscription's line cut, while it runs."""
        begun = time.monotonic()
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.processes.redis.socket))
            line.sendall(b"FLUSHALL\r\nCLIENT KILL TYPE pubsub\r\nPING\r\n")
            line.recv(1000)
        self.journal.note("redis", **{"from": begun}, how="wiped")

    def postgres(self) -> None:
        """A fast restart: sessions are ended, what they were about is undone."""
        begun = time.monotonic()
        self.processes.postgres.stop()
        self.processes.postgres.start()
        self.journal.note("postgres", **{"from": begun})

    def postgres_now(self) -> None:
        """Cut off in the middle of everything; it recovers from its log."""
        begun = time.monotonic()
        process = self.processes.postgres.process
        assert process is not None
        process.send_signal(signal.SIGQUIT)
        process.wait()
        self.processes.postgres.stop()
        self.processes.postgres.start()
        self.journal.note("postgres", **{"from": begun}, how="at once")

    # ---- rights -----------------------------------------------------------------------------------

    def rights(self, kind: str = "") -> None:
        """The next change, or the next of a kind."""
        change = next((one for one in self.changes if kind in ("", one["kind"])), None)
        if change is None:
            return
        self.changes.remove(change)
        begun = time.monotonic()
        for _ in range(TRIES):
            try:
                CHANGES[change["kind"]](self.actor, change["row"])
                break
            except DatabaseError:
                connection.close()
                time.sleep(0.2)
            except DomainError:
                break  # an attempt before was done after all
        else:
            raise RuntimeError(f"A change of rights could not be made: {change['kind']}")
        told = {name: change[name] for name in ("person", "cookie", "loses")}
        self.journal.note(change["kind"], **{"from": begun}, **told)
        connection.close()
