"""One way to answer a form, in every app: its input, its refusals, the redirect after it, and typed addresses."""

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db.models import Choices
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import UUIDConverter

from tests.architecture.source import python_files, tree

STATUS_OF_FORMS = 422
READS_AND_WRITES = {"require_safe", "require_POST", "require_http_methods"}
CAPACITIES_AND_STATES = ("capacity", "state")


def app_of(path: Path) -> str:
    return ".".join(path.parts[:2]) if path.parts[0] == "cocare" else path.parts[0]


def views() -> list[Path]:
    return [path for path in python_files() if "views" in (*path.parts[1:-1], path.stem)]


def called(node: ast.AST) -> str:
    """The name that a call calls: `redirect` of redirect(…) and of shortcuts.redirect(…)."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def unlike_the_others(module: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, what) of each way to answer that is not the one way."""
    for node in ast.walk(module):
        if called(node) in {"redirect", "HttpResponseRedirect"}:
            yield node.lineno, f"{called(node)}(): a write ends with goto()"
        if isinstance(node, ast.BoolOp) and any(
            isinstance(part, ast.Attribute) and part.attr == "POST" for part in node.values
        ):
            yield node.lineno, "request.POST or …: post_data(request)"
        if isinstance(node, ast.Constant) and node.value == STATUS_OF_FORMS:
            yield node.lineno, "a literal 422: form_status(form)"
        if isinstance(node, ast.Name) and node.id == "require_GET":
            yield node.lineno, "require_GET: require_safe"


def words_for_enums(module: ast.Module, values: set[str]) -> Iterator[tuple[int, str]]:
    """(line, what) of each text that stands where a member of an enum belongs."""
    for node in ast.walk(module):
        texts: list[ast.AST] = []
        if isinstance(node, ast.Compare) and any(about_enum(side) for side in (node.left, *node.comparators)):
            texts = [node.left, *node.comparators]
        elif isinstance(node, ast.keyword) and (node.arg or "").partition("__")[0] in CAPACITIES_AND_STATES:
            texts = [node.value]
        elif called(node) in {"require_capacity", "when"}:
            texts = [*node.args]  # type: ignore[attr-defined]  # it is a call
        for part in (part for text in texts for part in ast.walk(text)):
            if isinstance(part, ast.Constant) and part.value in values:
                yield part.lineno, f'"{part.value}": the member of its enum'


def about_enum(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in CAPACITIES_AND_STATES


def enum_values() -> set[str]:
    """Every value of a Capacity or State enum of the project."""
    found = set()
    for path in python_files():
        if path.stem == "enums":
            module = importlib.import_module(".".join(path.with_suffix("").parts))
            found |= {
                str(value)
                for name, kind in vars(module).items()
                if isinstance(kind, type) and issubclass(kind, Choices) and name.endswith(("Capacity", "State"))
                for value in kind.values
            }
    return found


def test_every_view_answers_in_the_same_way():
    found = [f"{path}:{line} {what}" for path in views() for line, what in unlike_the_others(tree(path))]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "return redirect('web:home.show')",
        "return HttpResponseRedirect('/')",
        "form = SearchForm(request.POST or None)",
        "return render(request, 'a.html', status=422 if form.errors else 200)",
        "@require_GET\ndef show(request): ...",
    ],
)
def test_another_way_is_found(source):
    assert list(unlike_the_others(ast.parse(source)))


def test_states_and_capacities_are_members_of_their_enums():
    values = enum_values()
    sources = [path for path in python_files() if app_of(path) in settings.ROOMS]
    found = [f"{path}:{line} {what}" for path in sources for line, what in words_for_enums(tree(path), values)]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "actor.capacity == 'district'",
        "require_capacity(actor, 'district')",
        "Course.objects.filter(state__in=['district'])",
    ],
)
def test_a_word_in_place_of_an_enum_is_found(source):
    assert list(words_for_enums(ast.parse(source), {"district"}))


def routed(resolver: URLResolver | None = None) -> Iterator[tuple[URLPattern, Callable]]:
    """Every address of ours and the view that answers it, without its decorators."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routed(entry)
        elif not hasattr(entry.callback, "view_class"):
            view = inspect.unwrap(entry.callback)
            app = next((room for room in settings.ROOMS if view.__module__.startswith(f"{room}.views")), None)
            if app:
                yield entry, view


def decorators(view: Callable) -> set[str]:
    source = tree(Path(*view.__module__.split(".")).with_suffix(".py"))
    node = next(node for node in source.body if isinstance(node, ast.FunctionDef) and node.name == view.__name__)
    return {ast.unparse(decorator).partition("(")[0] for decorator in node.decorator_list}


def test_every_view_says_which_methods_it_answers():
    found = [f"{view.__module__}.{view.__name__}" for _, view in routed() if not decorators(view) & READS_AND_WRITES]
    assert sorted(set(found) - {"cocare.web.views.sessions.closed"}) == []  # it answers 404 to every method


def test_every_view_takes_a_typed_request_and_typed_ids():
    from cocare.core.request import Request

    found = []
    for entry, view in routed():
        hints = inspect.get_annotations(view, eval_str=True)
        first, *others = inspect.signature(view).parameters
        name = f"{view.__module__}.{view.__name__}"
        if hints.get(first) is not Request and view.__name__ != "closed":
            found.append(f"{name}: {first}")
        found += [f"{name}: {other}" for other in others if is_id(other) and hints.get(other) is not UUID]
        converters = entry.pattern.converters
        found += [
            f"{name}: {other} in its address"
            for other, converter in converters.items()
            if is_id(other) and not isinstance(converter, UUIDConverter)
        ]
    assert sorted(found) == []


def is_id(name: str) -> bool:
    return name == "pk" or name.endswith("_pk")
