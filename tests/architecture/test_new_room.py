"""docs/new-room.md followed in a copy of the project: the room works, and what is left out fails a test by name."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import databases
from tests.architecture.source import ROOT, files
from tests.servers import database_url

BLOCK = re.compile(r"^```(\w+) ([\w./]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PREFIX = "clubs"
"""How the copy's databases begin."""
ACCESS = Path("tests/clubs/access.py")
CATALOGUE = Path("cocare/clubs/locale/zh_Hans/LC_MESSAGES/django.po")
VIEWS = Path("cocare/clubs/views.py")
TABLE = "tests/architecture/test_access_table.py"
OF_THE_ROOM = "clubs or not (who_may or bad_input or refused or compiled_rule or command or wrong_floor or misspelt)"
"""Its own tests, and those that hold over all rooms; without what walks the rows of others, or tests the tests."""

MIGRATE = """
import django
django.setup()
from django.core.management import call_command
call_command("makemigrations", "clubs", verbosity=0)
call_command("migrate", "clubs", verbosity=0)
"""


def blocks() -> list[tuple[str, str, str]]:
    """Return (language, path, text) of each block of the page that names a file."""
    return BLOCK.findall((ROOT / "docs" / "new-room.md").read_text())


class Project:
    """A copy of the project in which the page is followed."""

    def __init__(self, folder: Path):
        self.folder = folder
        for path in set(files()) - {Path(__file__).relative_to(ROOT)}:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, folder / path)
        (folder / "build").symlink_to(ROOT / "build")
        self.run("git", "init", "--quiet")
        self.edited = {path for language, path, text in blocks() if self._follow(language, Path(path), text)}
        self.python("tools/messages.py", "--compile")

    def _follow(self, language: str, path: Path, text: str) -> bool:
        """Write a block's file, or add the line of a diff. Return whether it changed a file that was there."""
        target = self.folder / path
        if language != "diff":
            assert not target.exists(), f"{path} is there already"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
            return False
        before, added = (f"{line[1:]}\n" for line in text.splitlines())
        source = target.read_text()
        assert source.count(before) == 1, f"{path}: where to put {added}"
        target.write_text(source.replace(before, before + added))
        return True

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        own = {"PYTHONPATH": str(self.folder), "TEST_DATABASES": PREFIX}
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**inherited, **own, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def python(self, *arguments: str, **environment: str) -> None:
        done = self.run(sys.executable, *arguments, **environment)
        assert done.returncode == 0, done.stdout + done.stderr

    def test(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", "pytest", *arguments)

    def failure(self, path: Path, change: Callable[[str], str], *tests: str) -> str:
        """Return what the tests say while a file is changed. They must fail, and not for want of a test."""
        whole = (self.folder / path).read_text()
        assert change(whole) != whole, "nothing was left out"
        (self.folder / path).write_text(change(whole))
        done = self.test(*tests)
        (self.folder / path).write_text(whole)
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def project(django_db_setup, tmp_path_factory):
    """The copy with the room in it, and a database of its own: that of all tests, with the room's table."""
    project = Project(tmp_path_factory.mktemp("project"))
    databases.clone(databases.TEMPLATE, f"{PREFIX}_template")
    project.python("-c", MIGRATE, DATABASE_URL=database_url(f"{PREFIX}_template"))
    return project


def test_a_room_needs_two_lines_outside_its_folders(project):
    assert project.edited == {"cocare/settings/base.py", "cocare/urls.py"}
    written = {path for language, path, text in blocks() if language != "diff"}
    assert all(path.startswith(("cocare/clubs/", "templates/clubs/", "tests/clubs/")) for path in written)
    done = project.test("tests/clubs", "tests/architecture", "tests/core/test_every_rule.py", "-k", OF_THE_ROOM)
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(path in done.stdout for path in ("tests/clubs", "tests/architecture"))


def without_access_rows(access: str) -> str:
    return access[: access.index("TABLE = [")] + "TABLE: list[Row] = []\n"


def test_without_access_rows_its_addresses_fail(project):
    failure = project.failure(ACCESS, without_access_rows, TABLE, "-k", "stands_in_the_table")
    for line in ("GET clubs:club.list", "GET clubs:club.edit", "POST clubs:club.edit"):
        assert line in failure


def test_without_the_row_that_posts_bad_input_is_missed(project):
    """The walk with bad input is made from the rows that post, so such a row is obligatory."""

    def without_post(access: str) -> str:
        return "\n".join(line for line in access.splitlines() if 'method="POST"' not in line)

    failure = project.failure(ACCESS, without_post, TABLE, "-k", "stands_in_the_table")
    assert "POST clubs:club.edit" in failure


def test_without_a_catalogue_its_words_fail(project):
    failure = project.failure(CATALOGUE, lambda words: "", "tests/architecture/test_data.py", "-k", "catalogues")
    assert "clubs: out of date" in failure


def test_without_its_rule_a_page_fails(project):
    def without_rule(views: str) -> str:
        return views.replace('**rules.CLUB["edit"]', "see=anyone").replace(
            "from cocare.core.access import load", "from cocare.core.access import anyone, load"
        )

    failure = project.failure(VIEWS, without_rule, TABLE, "-k", "clubs")
    assert "test_who_may[GET clubs:club.edit]" in failure
