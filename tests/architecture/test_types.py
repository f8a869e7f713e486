"""The type checker sees the apps: a misspelt service in a view of each of them is found."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests.architecture.source import ROOT, python_files, text

CALL = re.compile(r"\b(services|queries)\.(\w+)\(")
# Apps that are not typed yet. Each line that goes is a gain; none may come.
NOT_YET = {"cocare.files"}


def view_of(room: str) -> Path | None:
    """A file of views that calls a service or a query by its module."""
    folder = Path(*room.split("."), "views")
    views = [path for path in python_files() if path.with_suffix("") == folder or folder in path.parents]
    return next((path for path in views if CALL.search(text(path))), None)


def type_checked(*changed: tuple[Path, Path], cache: Path) -> str:
    """What mypy says of files that are read from elsewhere: (file of the project, what it would hold)."""
    known = ROOT / ".mypy_cache"
    if known.exists():
        shutil.copytree(known, cache)
    shadows = [word for here, there in changed for word in ("--shadow-file", str(here), str(there))]
    command = [sys.executable, "-m", "mypy", "--cache-dir", str(cache), *shadows, *(str(here) for here, _ in changed)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


def test_a_misspelt_service_is_found_in_every_app(tmp_path):
    changed = []
    for room in settings.ROOMS:
        path = view_of(room) if room not in NOT_YET else None
        if path is not None:
            misspelt = tmp_path / f"{room}.py"
            misspelt.write_text(CALL.sub(r"\1.\2_misspelt(", text(path), count=1))
            changed.append((path, misspelt))
    assert changed
    said = type_checked(*changed, cache=tmp_path / "cache")
    assert [str(path) for path, _ in changed if not re.search(rf"{path}:.*_misspelt", said)] == [], said


def test_no_app_is_left_out():
    """What is switched off for an app stands in pyproject.toml; a code that is off there must not be this one."""
    off = re.findall(r"module = \[([^\]]+)\]\ndisable_error_code = \[([^\]]+)\]", (ROOT / "pyproject.toml").read_text())
    loose = {
        room
        for modules, codes in off
        for room in settings.ROOMS
        if f'"{room}.*"' in modules and "attr-defined" in codes
    }
    assert loose <= NOT_YET
