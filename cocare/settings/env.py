"""Reading the environment, typed.

    env.text("SITE_URL")    env.number("WEB_PROCESSES")    env.words("ALLOWED_HOSTS")

A variable must be declared in variables.py before it can be read. Each may also be given as NAME_FILE, the path
of a file that holds the value, which is how container secrets arrive.
"""

import os
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


class Kind(Enum):
    TEXT = "text"
    NUMBER = "whole number"
    LIST = "list, separated by commas"


@dataclass(frozen=True)
class Variable:
    name: str
    kind: Kind
    default: str | int = ""
    _: KW_ONLY
    help: str
    choices: tuple[str, ...] = ()
    secret: bool = False
    required: bool = False  # production will not start without it


@cache
def declared() -> dict[str, Variable]:
    from cocare.settings.variables import VARIABLES

    return {variable.name: variable for variable in VARIABLES}


def text(name: str) -> str:
    return str(_value(name, Kind.TEXT))


def number(name: str) -> int:
    return int(_value(name, Kind.NUMBER))


def words(name: str) -> list[str]:
    return [part.strip() for part in str(_value(name, Kind.LIST)).split(",") if part.strip()]


def pairs(name: str) -> dict[str, str]:
    """A list of `key=value`."""
    found = dict(word.partition("=")[::2] for word in words(name))
    if not all(found.values()):
        raise ImproperlyConfigured(f"{name} must be a list of name=value, separated by commas.")
    return found


def missing() -> list[str]:
    """The variables that production requires and that are not given."""
    return [name for name, variable in declared().items() if variable.required and not _raw(name)]


def _value(name: str, kind: Kind) -> str | int:
    variable = declared()[name]
    assert variable.kind is kind, f"{name} is declared as {variable.kind.value}"
    raw = _raw(name)
    if raw is None:
        return variable.default
    if variable.choices and raw not in variable.choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(variable.choices)}.")
    if kind is Kind.NUMBER and not raw.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number.")
    return raw


def _raw(name: str) -> str | None:
    """What the environment says, or None when it says nothing; an empty value is nothing."""
    path = os.environ.get(f"{name}_FILE", "")
    if path and os.environ.get(name):
        raise ImproperlyConfigured(f"Both {name} and {name}_FILE are given: which one is meant?")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip() or None
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from error
    return os.environ.get(name, "").strip() or None
