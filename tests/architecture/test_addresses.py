"""Every address is closed unless it is on this list, and is named after what it does."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

PREFIXES = ("people", "files", "notifications", "channel", "parents_school", "events", "web")
NAME = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, entry.namespace or namespace)
        else:
            yield namespace, entry


def ours() -> list[tuple[str, URLPattern]]:
    return [(room, entry) for room, entry in patterns(get_resolver()) if room in PREFIXES]


def test_addresses_are_named_by_noun_and_verb():
    assert [f"{room}:{entry.name}" for room, entry in ours() if not NAME.fullmatch(entry.name or "")] == []


def test_a_view_has_the_name_of_its_address():
    wrong = []
    for room, entry in ours():
        view = getattr(entry.callback, "__name__", "")
        if (entry.name or "").replace(".", "_") != view:
            wrong.append(f"{room}:{entry.name} is answered by {view}")
    assert not wrong
