"""Ways in go through rules: no table is asked directly in views, socket commands and the API."""

import ast
from pathlib import Path

from tests.architecture.source import is_door, python_files, tree


def direct_reads(module: ast.Module) -> list[int]:
    """Lines on which a model's manager is used."""
    return [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]


def test_no_table_is_asked_directly_at_a_door():
    found = [f"{path}:{line}" for path in python_files() if is_door(path) for line in direct_reads(tree(path))]
    assert not found


def test_what_counts_as_a_door():
    assert is_door(Path("cocare/channel/views.py"))
    assert is_door(Path("events/views/entries.py"))
    assert is_door(Path("cocare/channel/commands.py"))
    assert is_door(Path("cocare/web/api/problems.py"))
    assert not is_door(Path("cocare/channel/queries.py"))
    assert not is_door(Path("cocare/web/management/commands/seed.py"))


def test_a_direct_read_is_found():
    assert direct_reads(ast.parse("def view(request):\n    return Person.objects.all()")) == [2]


def test_models_do_nothing_behind_ones_back():
    """No save() or delete() with logic of its own, and no signals: writes are in services, where they are read."""
    hidden = []
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and "models" in (*path.parts, path.stem):
                hidden += [
                    f"{path}:{item.lineno} {item.name}"
                    for item in node.body
                    if isinstance(item, ast.FunctionDef) and item.name in {"save", "delete"}
                ]
            if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.signals":
                hidden.append(f"{path}:{node.lineno} signals")
    assert not hidden
