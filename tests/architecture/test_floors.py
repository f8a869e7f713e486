"""Imports point down the floors, and the contract is one that can break."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from django.conf import settings

from tests.architecture.source import ROOT

TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
LAYERS = TOOLS["importlinter"]["contracts"][0]["layers"]
APART = {"settings", "embedded"}


def rooms_of(layer: str) -> list[str]:
    return re.findall(r"[\w.]+", layer)


def layers() -> list[str]:
    """Return the layers from the top. A room that the contract does not name stands below those that gather."""
    named = {room for layer in LAYERS for room in rooms_of(layer)}
    unnamed = [f"({room})" for room in settings.ROOMS if room not in named]
    top, uppermost, *lower = LAYERS
    return [top, " | ".join([uppermost, *unnamed]), *lower]


def floors() -> dict[str, int]:
    """Return the floor of each app by its label; 0 is the ground."""
    return {
        room.rpartition(".")[2]: floor for floor, layer in enumerate(reversed(layers())) for room in rooms_of(layer)
    }


def linted(contract: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    packages = "\n    ".join(sorted({room.partition(".")[0] for room in settings.ROOMS}))
    lines = "\n    ".join(contract)
    config = folder / ".importlinter"
    config.write_text(
        f"[importlinter]\nroot_packages =\n    {packages}\n"
        f"[importlinter:contract:1]\nname = floors\ntype = layers\nlayers =\n    {lines}\n"
    )
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", str(config), "--no-cache"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_imports_point_down_the_floors(tmp_path):
    result = linted(layers(), tmp_path)
    assert result.returncode == 0, result.stdout


def test_a_wrong_floor_is_found(tmp_path):
    """Upside down, the same house must fall."""
    there = [layer for layer in layers() if set(rooms_of(layer)) & set(settings.ROOMS)]
    assert linted(there[::-1], tmp_path).returncode == 1


def test_every_package_is_typed_and_has_its_imports_checked():
    """Rooms stand in `cocare/`; a package beside it has to be told to the tools."""
    packages = {room.partition(".")[0] for room in settings.ROOMS}
    assert packages == set(TOOLS["importlinter"]["root_packages"])
    assert packages <= set(TOOLS["mypy"]["files"])


def test_every_app_is_a_room():
    """A package beside the rooms that is none of them would be on no floor, and in no table."""
    folders = [path.parent.name for path in (ROOT / "cocare").glob("*/__init__.py")]
    assert [name for name in folders if name not in APART and f"cocare.{name}" not in settings.ROOMS] == []
