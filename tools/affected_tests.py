"""Run the tests that a change touches, by the graph of imports.

    python tools/affected_tests.py [--since main] [pytest's own options]

A change is what differs from the commit where this branch left `main`, committed or not. It touches the tests that
import what changed, however far away, those of the same room, and the architecture's. Nothing is remembered between
runs. Tests in a browser or with a server process run only where a template, a script or the test itself changed;
`make test` runs all of them.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import grimp

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("cocare", "parents_school", "events", "tests")
ALWAYS = "tests/architecture"
# Whoever changes these changes the ground of every test.
GROUND = ("requirements", "cocare/settings", "tests/conftest.py", "pyproject.toml", "package.json", "Makefile")
# Read by people and by architecture tests alone.
PROSE = (".md", ".in", ".yml", ".conf", ".png", ".gitignore")
DRAWN = ("templates", "static")


@dataclass
class Selection:
    """Folders and files of tests to run; of those in `whole` also what needs a browser or a server process."""

    paths: set[str] = field(default_factory=lambda: {ALWAYS})
    whole: set[str] = field(default_factory=set)

    def add(self, path: str, *, whole: bool = False) -> None:
        if (ROOT / path).exists():
            self.paths.add(path)
            if whole:
                self.whole.add(path)

    def arguments(self) -> list[str]:
        """What pytest is to be called with: no file twice, nothing inside a folder that is there already."""
        folders = [path for path in self.paths if not path.endswith(".py")]
        files = [path for path in self.paths if path.endswith(".py") and not within(path, folders)]
        return [*sorted(folders), *sorted(files), "--quick", *(f"--whole={path}" for path in sorted(self.whole))]


def main() -> int:
    parser = argparse.ArgumentParser(description="Run the tests that a change touches.")
    parser.add_argument("--since", default="main", help="the branch or commit that the change is held against")
    given, options = parser.parse_known_args()
    changed = changes(given.since)
    if not changed:
        print(f"Nothing differs from {given.since}.")
        return 0
    selection = select(changed)
    arguments = selection.arguments() if selection else ["tests", "--quick"]
    print(f"{len(changed)} changed files touch: {' '.join(arguments)}", flush=True)
    return subprocess.run([sys.executable, "-m", "pytest", *arguments, *options], cwd=ROOT, check=False).returncode


def changes(since: str) -> list[str]:
    """Paths of files that were added, changed or deleted since this branch left `since`, committed or not."""
    begun = git("merge-base", since, "HEAD")[0]
    return sorted(
        {*git("diff", "--name-only", "--no-renames", begun), *git("ls-files", "--others", "--exclude-standard")}
    )


def git(*words: str) -> list[str]:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def select(changed: Iterable[str]) -> Selection | None:
    """The tests that these files touch, or nothing where that is all of them."""
    selection = Selection()
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    for path in changed:
        if path.startswith(GROUND):
            return None
        if path.endswith(PROSE):
            continue
        if (room := room_of(path)) is not None:
            selection.add(f"tests/{room}", whole=path.startswith(DRAWN))
        elif path.startswith(DRAWN):
            return None  # a part that every room's pages share
        if path.endswith(".py"):
            for test in tests_importing(graph, path):
                selection.add(test, whole=test == path)
    return selection


def room_of(path: str) -> str | None:
    """The folder below tests/ that is about a file: `cocare/files/rules.py`, `static/js/files/upload.js` → files."""
    rooms = {folder.name for folder in (ROOT / "tests").iterdir() if folder.is_dir()}
    first, *further = PurePosixPath(path).parts[:-1] or ("",)
    candidates = {"cocare": further[:1], "templates": further[:1], "static": further[1:2]}.get(first, [first])
    return next((name for name in candidates if name in rooms), None)


def tests_importing(graph: grimp.ImportGraph, path: str) -> set[str]:
    """Files of tests that import the module at `path`; the whole folder of a conftest.py that does."""
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    near = {module, *(graph.find_downstream_modules(module) if module in graph.modules else ())}
    touched = set()
    for name in near:
        file = f"{name.replace('.', '/')}.py"
        parts = name.split(".")
        if parts[0] == "tests" and parts[-1].startswith("test_"):
            touched.add(file)
        elif parts[0] == "tests" and parts[-1] == "conftest" and len(parts) > 2:
            touched.add(str(PurePosixPath(file).parent))
    return touched


def within(path: str, folders: Iterable[str]) -> bool:
    return any(path.startswith(f"{folder}/") for folder in folders)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
