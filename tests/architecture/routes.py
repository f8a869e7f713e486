"""Every address of the project, read off the resolver: nothing of ours can be forgotten here."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import PathView

from cocare.web.api import api

THIRD_PARTY = ("allauth",)
"""Packages that bring pages of their own. Whatever else answers at an address is ours."""

CLOSED = "cocare.web.views.sessions.closed"
"""Stands before pages of a third party that this house does not have; answers 404 to everyone."""


@dataclass(frozen=True)
class Route:
    """One address: `name` as `reverse` takes it ("people:child.show"), and the methods that it answers.

    `urlconf` is the module that holds it.
    """

    name: str
    view: str
    methods: frozenset[str]
    urlconf: str

    @property
    def namespace(self) -> str:
        return self.name.rpartition(":")[0]


def our_routes() -> list[Route]:
    """Return every address but those of third parties."""
    routes = [_route(*found) for found in _patterns(get_resolver(), "")]
    return [route for route in routes if route.view.split(".")[0] not in THIRD_PARTY and route.view != CLOSED]


def _patterns(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield namespace, _module(resolver), entry
        elif _module(entry).split(".")[0] not in THIRD_PARTY:
            yield from _patterns(entry, entry.namespace or namespace)


def _module(resolver: URLResolver) -> str:
    return str(getattr(resolver.urlconf_name, "__name__", ""))


def _route(namespace: str, urlconf: str, pattern: URLPattern) -> Route:
    name = f"{namespace}:{pattern.name}" if namespace else pattern.name or str(pattern.pattern)
    view = inspect.unwrap(getattr(pattern.callback, "view_class", pattern.callback))
    methods = operations().get(name) or methods_of(pattern.callback)
    return Route(name, f"{view.__module__}.{getattr(view, '__name__', '')}", methods, urlconf)


def methods_of(view: Callable[..., Any]) -> frozenset[str]:
    """Return what the view's decorators let through but HEAD and OPTIONS; GET and POST where none narrows it."""
    while view:
        names = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
        if "request_method_list" in names:
            return frozenset(names["request_method_list"]) - {"HEAD", "OPTIONS"}
        view = getattr(view, "__wrapped__", None)
    return frozenset({"GET", "POST"})


def operations() -> dict[str, frozenset[str]]:
    """Return the methods of each operation of the API, by the name of its address."""
    views: list[PathView] = [view for _prefix, router in api._routers for view in router.path_operations.values()]
    named = {
        f"api:{view.url_name or operation.view_func.__name__}": frozenset(operation.methods)
        for view in views
        for operation in view.operations
    }
    return {**named, "api:openapi-json": frozenset({"GET"})}
