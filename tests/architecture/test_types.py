"""The type checker sees the apps: a misspelt service in a view of each of them is found."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests.architecture.source import ROOT, python_files, text, tree


def views_of(room: str) -> list[Path]:
    folder = Path(*room.split("."), "views")
    return [path for path in python_files() if path.with_suffix("") == folder or folder in path.parents]


def misspelt(path: Path, room: str) -> str | None:
    """The text of a file of views with its first call of a service or query misspelt; None where it calls none."""
    homes = {None, "services", "queries", room, f"{room}.services", f"{room}.queries"}
    imports = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) and node.module in homes]
    modules = [alias.name for node in imports for alias in node.names]
    call = re.compile(rf"^(?!from|import)(.*)\b({'|'.join(modules) or '-'})\.([a-z]\w*)\(", re.MULTILINE)
    wrong, count = call.subn(r"\1\2.\3_misspelt(", text(path), count=1)
    return wrong if count else None


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
        path, wrong = next(((path, wrong) for path in views_of(room) if (wrong := misspelt(path, room))), (None, None))
        if path is not None:
            (tmp_path / f"{room}.py").write_text(wrong)
            changed.append((path, tmp_path / f"{room}.py"))
    assert len(changed) == len([room for room in settings.ROOMS if views_of(room)])
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
    assert loose == set()
