"""What nobody uses is deleted: each function, class, method and constant of the product is named somewhere else in it.

A name counts as used when the product's code or a template holds it beside its definition: called, imported, assigned
from, or written in a dotted path. Tests don't count: what only they use is dead.
"""

import ast
import importlib
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.architecture.source import ROOT, files, python_files, text, tree

# What Django calls by its name, without a base class that has it.
CALLED_BY_DJANGO = {"Meta", "urlpatterns", "app_name", "handler400", "handler403", "handler404", "handler500"}
HOOK = re.compile(r"^(?:clean_\w+|get_\w+_display|__\w+__)$")
IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
# Names that nothing in the product says, and why they stay.
ALLOWED = {
    "unregister": "tests take away the kind that they made",
    "all_commands": "the tests of access and of bad input walk all commands",
    "UploadField": "docs/pages.md offers it to forms with one file",
    "provider_classes": "django-allauth looks for it in a provider's module",
    "oauth2_login": "django-allauth looks for it in a provider's views",
    "oauth2_callback": "django-allauth looks for it in a provider's views",
    "process_view": "Django calls it in a middleware that has it",
}


def definitions(path: Path, module: ast.Module) -> Iterator[tuple[str, int]]:
    """(name, line) of what a module and its classes define, but for what somebody else calls by its name."""
    for owner in (module, *(node for node in module.body if isinstance(node, ast.ClassDef))):
        for node in owner.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                called_by_others = registered(node) or overrides(path, owner, node.name)
                yield from () if called_by_others else ((node.name, node.lineno),)
            elif isinstance(node, ast.Assign) and isinstance(owner, ast.Module) and "settings" not in path.parts:
                yield from ((target.id, node.lineno) for target in node.targets if isinstance(target, ast.Name))


def overrides(path: Path, owner: ast.AST, name: str) -> bool:
    """Whether a method has the name of one of a base class, which is called through that."""
    if not isinstance(owner, ast.ClassDef) or not owner.bases or not (ROOT / path).exists():
        return False
    try:
        module = importlib.import_module(".".join(path.with_suffix("").parts))
    except ImproperlyConfigured:  # a module of the demo alone
        return True
    found = getattr(module, owner.name, None)
    return any(hasattr(base, name) for base in getattr(found, "__mro__", ())[1:])


def registered(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Whether a decorator hands it to somebody (a command, a job, a template tag), or Django finds it (an app)."""
    if isinstance(node, ast.ClassDef) and node.name.endswith("Config"):
        return True
    return any("." in ast.unparse(decorator).partition("(")[0] for decorator in node.decorator_list)


def mentions(module: ast.Module) -> Counter[str]:
    """How often each name is said, its definition not counted."""
    said: Counter[str] = Counter()
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            said[node.id] += 1
        elif isinstance(node, ast.Attribute):
            said[node.attr] += 1
        elif isinstance(node, ast.alias):
            said[node.name.rpartition(".")[2]] += 1
        elif isinstance(node, ast.keyword) and node.arg:
            said[node.arg] += 1
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            said.update(IDENTIFIER.findall(node.value))
    return said


def unused(sources: dict[Path, ast.Module], elsewhere: str = "") -> list[str]:
    said = Counter(IDENTIFIER.findall(elsewhere))
    for module in sources.values():
        said.update(mentions(module))
    return [
        f"{path}:{line} {name}"
        for path, module in sources.items()
        for name, line in definitions(path, module)
        if not said[name] and name not in CALLED_BY_DJANGO and not HOOK.match(name)
    ]


@cache
def product() -> tuple[dict[Path, ast.Module], str]:
    sources = {path: tree(path) for path in [*python_files(migrations=True), Path("manage.py")]}
    templates = "\n".join(text(path) for path in files() if path.parts[0] == "templates")
    return sources, templates


def test_everything_is_used():
    found = [line for line in unused(*product()) if line.rpartition(" ")[2] not in ALLOWED]
    assert found == []


def test_the_exceptions_are_still_needed():
    names = {line.rpartition(" ")[2] for line in unused(*product())}
    assert ALLOWED.keys() - names == set()


@pytest.mark.parametrize(
    ("source", "dead"),
    [
        ("def old(): ...", ["old"]),
        ("LIMIT = 3", ["LIMIT"]),
        ("class Form:\n    def clean_name(self): ...\n    def forgotten(self): ...\n\nForm()", ["forgotten"]),
        ("def used(): ...\n\nused()", []),
        ("@socket_commands.register_command('a.b')\ndef on_command(): ...", []),
    ],
)
def test_what_counts_as_dead(source, dead):
    assert [line.rpartition(" ")[2] for line in unused({Path("app.py"): ast.parse(source)})] == dead
