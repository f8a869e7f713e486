"""An app is named in its own folder, in settings.ROOMS, in the URL conf, and by apps of floors above. Nowhere else.

What gathers from all apps (home, search, navigation, export, seeding …) finds them in core.contributions.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.architecture.source import files, python_files, text, tree
from tests.architecture.test_floors import floors

HERE = {"cocare/settings/base.py", "cocare/urls.py"}
"""The two places that list every app."""

GATHERING = ("web", "realtime", "")
"""Who may import every app, or is none, and yet must not know one that stands above `files` and `notifications`."""

LABELS = {room.rpartition(".")[2]: room for room in settings.ROOMS}
PLATFORM = {"core", "people", "files", "notifications", "web", "realtime"}


def owner(path: Path) -> str:
    """Return the label of the app whose file it is; "" for those of the project."""
    parts = path.parts[1:] if path.parts[0] in ("cocare", "templates") else path.parts
    return parts[0] if parts and parts[0] in LABELS else ""


def may_name(namer: str, app: str) -> bool:
    if app in (namer, "core"):
        return True
    if namer in GATHERING:
        return app in PLATFORM
    return floors()[namer] > floors()[app]


def names_in_python(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield (line, label) of each app that is imported, named in a text, or listed."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, label) for label in imported(node))
        if isinstance(node, ast.Import):
            yield from ((node.lineno, label) for alias in node.names for label in within(alias.name))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from ((node.lineno, label) for label in spoken_of(node.value))
        if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict):
            yield from ((node.lineno, label) for label in listed(node))


def within(dotted: str) -> list[str]:
    return [label for label, room in LABELS.items() if f"{dotted}.".startswith(f"{room}.")]


def imported(node: ast.ImportFrom) -> list[str]:
    names = [f"{node.module}.{alias.name}" for alias in node.names]
    return within(node.module or "") or [label for name in names for label in within(name)]


def spoken_of(value: str) -> list[str]:
    """Return the apps whose URL name ("events:work.show"), module ("events.urls") or template is in a text."""
    return [
        label
        for label, room in LABELS.items()
        if re.match(rf"{label}:[a-z_]+\.[a-z_]+$|{label}/[\w/]+\.html$", value)
        or (re.match(rf"{re.escape(room)}\.[a-z_]+", value) and " " not in value)
    ]


def listed(node: ast.List | ast.Tuple | ast.Set | ast.Dict) -> list[str]:
    """Return the apps of a list that holds nothing but names of apps: a list of rooms kept by hand."""
    elements = node.keys if isinstance(node, ast.Dict) else node.elts
    values = [element.value for element in elements if isinstance(element, ast.Constant)]
    known = {**{label: label for label in LABELS}, **{room: label for label, room in LABELS.items()}}
    whole = len(values) == len(elements) > 1 and all(value in known for value in values)
    return [known[value] for value in values] if whole else []


def names_in_template(source: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.splitlines(), 1):
        for value in re.findall(r"""['"]([\w/.:]+)['"]""", line):
            yield from ((number, label) for label in spoken_of(value))


def names_in(path: Path) -> Iterator[tuple[int, str]]:
    return names_in_python(tree(path)) if path.suffix == ".py" else names_in_template(text(path))


def test_an_app_is_named_by_nobody_who_must_not_know_it():
    sources = [*python_files(), *(path for path in files() if path.parts[0] == "templates")]
    wrong = {
        f"{path}:{line} {app}"
        for path in sources
        if path.as_posix() not in HERE
        for line, app in names_in(path)
        if not may_name(owner(path), app)
    }
    assert sorted(wrong) == []


@pytest.mark.parametrize(
    "source",
    [
        "from events.models import Entry",
        "from cocare import channel",
        "import parents_school.rules",
        "path('x/', include('events.urls'))",
        "reverse('channel:conversation.list')",
        "render(request, 'events/work_show.html')",
        "ROOMS = ('cocare.files', 'events')",
        "LABELS = {'channel': 1, 'people': 2}",
    ],
)
def test_a_name_is_found(source):
    assert set(dict(names_in_python(ast.parse(source))).values())
