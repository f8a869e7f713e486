"""Imports point down the floors, and the contract is one that can break."""

import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

from tests.architecture.source import ROOT

LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]


def linted(config: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", str(config), "--no-cache"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_imports_point_down_the_floors():
    result = linted(ROOT / "pyproject.toml")
    assert result.returncode == 0, result.stdout


def test_a_wrong_floor_is_found(tmp_path):
    """Upside down, the same house must fall."""
    upside_down = [layer for layer in reversed(LAYERS) if "teams" not in layer and "justice" not in layer]
    config = tmp_path / ".importlinter"
    layers = "\n    ".join(upside_down)
    config.write_text(
        "[importlinter]\nroot_packages =\n    cocare\n    parents_school\n    events\n"
        f"[importlinter:contract:1]\nname = upside down\ntype = layers\nlayers =\n    {layers}\n"
    )
    assert linted(config).returncode == 1


def test_every_room_has_a_floor():
    on_floors = " ".join(LAYERS)
    apart = {"settings", "embedded"}
    rooms = [
        f"cocare.{folder.name}"
        for folder in (ROOT / "cocare").iterdir()
        if (folder / "__init__.py").exists() and folder.name not in apart
    ]
    assert [room for room in rooms if room not in on_floors] == []
    assert find_spec("parents_school")
    assert find_spec("events")
