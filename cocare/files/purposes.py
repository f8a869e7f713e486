"""What files are for. An app above says, from the `ready()` of its AppConfig, who sees the files of its purposes:

purposes.register("message", rules.sees_file_of_message, kinds=PICTURES_AND_DOCUMENTS)
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cocare.core.access import Rule

from .enums import FileKind

EVERY_KIND = frozenset(FileKind.values)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What files may be uploaded for. Opening one of a `sensitive` purpose is put on record.

    `rule` is a rule on File: an Exists() on what files are attached to, and whether the actor sees that.
    """

    name: str
    rule: Rule
    kinds: frozenset[str] = EVERY_KIND
    sensitive: bool = False


_purposes: dict[str, Purpose] = {}


def register(name: str, rule: Rule, *, kinds: Iterable[str] = EVERY_KIND, sensitive: bool = False) -> None:
    """Make a purpose known."""
    _purposes[name] = Purpose(name, rule, frozenset(kinds), sensitive)


def find(name: str) -> Purpose | None:
    """Return the purpose of a name, if an app has registered it."""
    return _purposes.get(name)


def all_purposes() -> list[Purpose]:
    return list(_purposes.values())
