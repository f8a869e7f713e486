"""Many processes: what is said at one process is heard at all others, what dies comes back, nothing stays behind."""

import os
import re
import signal
import subprocess
import sys
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener
from uuid import uuid4

import pytest
from django.db import connection

from cocare.embedded.child_processes import ROOT, free_port
from cocare.notifications.models import Notification
from tests import factories as make
from tests.realtime.client import Wire
from tests.servers import database_url

PATIENCE = 30
LINE = re.compile(r"^ {2}(\w+(?: \d)?) +(\d+)(?:  http://127\.0\.0\.1:(\d+))?$")


class Place:
    """A process as the tests' clients know it."""

    def __init__(self, port):
        self.port, self.url, self.socket_url = port, f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}/ws/"


class ProcessesCommand:
    """The command, and what it printed: `places` and `ids` by name."""

    def __init__(self, data: Path):
        self.port, self.log = free_port(), data.parent / "processes.log"
        words = ["--empty", f"--data={data}", f"--port={self.port}", "--sockets=2", "--pages=2"]
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cocare.settings.many_processes",
            "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
            "REDIS_URL": "",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "",
        }
        with self.log.open("wb") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cocare.embedded.many_processes", *words],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
            )
        self.wait_for("The district is open")
        found = [match for match in map(LINE.match, self.printed().splitlines()) if match]
        self.ids = {match[1]: int(match[2]) for match in found}
        self.places = {match[1]: Place(int(match[3])) for match in found if match[3]}

    def printed(self) -> str:
        return self.log.read_text()

    def wait_for(self, words: str) -> None:
        until(lambda: words in self.printed() or self.process.poll() is not None, self.printed)
        assert words in self.printed(), self.printed()

    def descendants(self) -> set[int]:
        """Every process that comes of it, and the sessions that those began."""
        listed = subprocess.run(["ps", "-eo", "pid=,ppid=,sess="], capture_output=True, text=True, check=True).stdout
        rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
        found, size = {self.process.pid}, 0
        while len(found) > size:
            size = len(found)
            found |= {pid for pid, parent, session in rows if {parent, session} & found}
        return found

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


def until(holds, what):
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what()
        time.sleep(0.05)


def alive(pid: int) -> bool:
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listed.stdout.strip()[:1] not in ("", "Z")


def hears(line, body):
    """The next message on the line must have this body; counts and marks may come between."""
    while "body" not in (out := line.frames(1)[0]["out"]):
        pass
    assert out["body"] == body
    return out


class Browser:
    """A person's browser, which may ask any process."""

    def __init__(self):
        self.jar = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))

    @property
    def cookies(self):
        return {cookie.name: cookie.value for cookie in self.jar}

    def sign_in(self, at, person):
        self.post(at, "/demo/sign-in/", phone=str(make.account(person).phone).removeprefix("+86"))
        return self

    def post(self, at, path, **form):
        data = urlencode({**form, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}).encode()
        return self.opener.open(f"{at.url}{path}", data, timeout=PATIENCE)

    def get(self, at, path):
        return self.opener.open(f"{at.url}{path}", timeout=PATIENCE)


@pytest.fixture
def processes(cast, transactional_db, tmp_path):
    made = ProcessesCommand(tmp_path / "data")
    yield made
    made.process.kill() if made.process.poll() is None else None


def test_nothing_depends_on_which_process_serves_whom(cast, processes):
    thread = make.child_thread(cast.xiaoman)
    page_1, page_2, front = (processes.places[name] for name in ("page 1", "page 2", "front"))
    teacher, mother = Browser().sign_in(page_1, cast.luo_ping), Browser().sign_in(front, cast.lin_lan)
    lines = [Wire(processes.places[name], mother.cookies["sessionid"]) for name in ("socket 1", "socket 2", "front")]
    for line in lines:
        line.ok("topic.join", topic=f"conversation:{thread.pk}")

    # Written at one page process, edited at the other, each heard at every socket.
    teacher.post(page_2, f"/channel/{thread.pk}/send/", body="明天带一片叶子来", client_id=str(uuid4()))
    said = [hears(line, "明天带一片叶子来") for line in lines]
    teacher.post(page_1, f"/channel/message/{said[0]['id']}/edit/", body="明天带两片叶子来")
    assert [hears(line, "明天带两片叶子来")["id"] for line in lines] == [one["id"] for one in said]

    # Said through a socket of one process, heard through the other; and the worker tells.
    lines[0].ok("message.send", conversation=str(thread.pk), client_id=str(uuid4()), body="好的，谢谢罗老师")
    assert hears(lines[1], "好的，谢谢罗老师")
    until(lambda: Notification.objects.filter(person=cast.lin_lan).exists(), lambda: "the worker told nobody")

    # What dies is started again, and the front goes round it until then.
    os.kill(processes.ids["page 1"], signal.SIGKILL)
    processes.wait_for("page 1 had died and was started again.")
    for _ in range(4):
        assert mother.get(front, f"/channel/{thread.pk}/").status == 200
    os.kill(processes.ids["socket 2"], signal.SIGKILL)
    assert lines[1].closed_with() == 1006
    processes.wait_for("socket 2 had died and was started again.")
    until(lambda: opens_a_socket(processes.places["socket 2"], mother), lambda: "the socket process does not come back")

    for line in lines:
        line.close()
    everything = processes.descendants()
    assert len(everything) >= 8  # the command, the front, two pages with their workers, two sockets, a worker, Redis
    assert processes.stop() == 0
    assert [pid for pid in everything if alive(pid)] == []


def opens_a_socket(place, browser):
    try:
        Wire(place, browser.cookies["sessionid"]).close()
    except OSError:
        return False
    return True
