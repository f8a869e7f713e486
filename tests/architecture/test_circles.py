"""Modules import each other in one direction, also within an app."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.architecture.source import python_files, tree


def module_name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def runtime_imports(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Imports that run, inside functions too. Those under TYPE_CHECKING serve the type checker only."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        yield from runtime_imports(child)


def imported(node: ast.Import | ast.ImportFrom, package: list[str]) -> Iterator[tuple[str, str]]:
    """(module, name) of what a statement imports; the name may be a module too. `package` is where it stands."""
    if isinstance(node, ast.Import):
        yield from ((alias.name, "") for alias in node.names)
        return
    base = package[: len(package) - node.level + 1] if node.level else []
    module = ".".join([*base, *([node.module] if node.module else [])])
    yield from ((module, alias.name) for alias in node.names)


def import_graph(sources: dict[Path, ast.Module]) -> dict[str, set[str]]:
    """Each module of ours → the modules of ours that it imports."""
    modules = {module_name(path) for path in sources}
    graph: dict[str, set[str]] = {}
    for path, source in sources.items():
        name = module_name(path)
        package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
        found = {
            f"{module}.{inner}" if f"{module}.{inner}" in modules else module
            for node in runtime_imports(source)
            for module, inner in imported(node, package)
        }
        graph[name] = (found & modules) - {name}
    return graph


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The modules of one circle, or nothing."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_no_modules_import_each_other():
    assert circle(import_graph({path: tree(path) for path in python_files()})) == []


def test_a_circle_is_found():
    sources = {
        Path("app/rules.py"): ast.parse("from . import queries"),
        Path("app/queries.py"): ast.parse("def read():\n    from .rules import visible"),
    }
    assert set(circle(import_graph(sources))) == {"app.rules", "app.queries"}


def test_an_import_for_the_type_checker_makes_no_circle():
    sources = {
        Path("app/rules.py"): ast.parse("from . import queries"),
        Path("app/queries.py"): ast.parse("if TYPE_CHECKING:\n    from .rules import Rule"),
    }
    assert circle(import_graph(sources)) == []
