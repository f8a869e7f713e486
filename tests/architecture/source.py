"""The project's own files, as the architecture tests read them."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = tuple(sorted({room.partition(".")[0] for room in settings.ROOMS}))


def files() -> list[Path]:
    """Every file that is, or is about to be, under version control, relative to the project."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [Path(name) for name in sorted(set(listed.stdout.splitlines())) if (ROOT / name).is_file()]


def python_files(*tops: str, migrations: bool = False) -> list[Path]:
    """Python files under the top folders `tops` (all of the project's packages without)."""
    wanted = tops or PACKAGES
    return [
        path
        for path in files()
        if path.suffix == ".py" and path.parts[0] in wanted and (migrations or "migrations" not in path.parts)
    ]


def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def tree(path: Path) -> ast.Module:
    return ast.parse(text(path), filename=str(path))


@dataclass(frozen=True)
class Function:
    path: Path
    name: str
    line: int
    lines: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.name}: {self.lines} lines"


def functions(path: Path) -> Iterator[Function]:
    """Functions of a file with the length of what they do: signature and body, without the docstring."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            length = node.end_lineno - node.lineno + 1
            if ast.get_docstring(node):
                said = node.body[0]
                assert said.end_lineno is not None
                length -= said.end_lineno - said.lineno + 1
            yield Function(path, node.name, node.lineno, length)


def is_door(path: Path) -> bool:
    """Whether a file is a way in: views, socket commands, API."""
    return any(part in {"views", "commands", "api"} for part in (*path.parent.parts[1:], path.stem)) and (
        "management" not in path.parts
    )
