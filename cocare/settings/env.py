"""Reading the environment, typed.

    env.text("SITE_URL")    env.number("WEB_PROCESSES")    env.list_of("ALLOWED_HOSTS")

A variable must be declared in variables.py before it can be read. Each may also be given as NAME_FILE, the path
of a file that holds the value, which is how container secrets arrive.
"""

import os
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from cocare.settings.variables import VARIABLES, Variable, VariableType


@cache
def declared_variables() -> dict[str, Variable]:
    return {variable.name: variable for variable in VARIABLES}


def text(name: str) -> str:
    return str(_value(name, VariableType.TEXT))


def number(name: str) -> int:
    return int(_value(name, VariableType.NUMBER))


def list_of(name: str) -> list[str]:
    return [part.strip() for part in str(_value(name, VariableType.LIST)).split(",") if part.strip()]


def pairs(name: str) -> dict[str, str]:
    """Return a list of `key=value` as a dict. Raise ImproperlyConfigured for anything else."""
    values = dict(pair.partition("=")[::2] for pair in list_of(name))
    if not all(values.values()):
        raise ImproperlyConfigured(f"{name} must be a list of name=value, separated by commas.")
    return values


def missing_variables() -> list[str]:
    """Return the variables that production requires and that are not set."""
    return [name for name, variable in declared_variables().items() if variable.required and not _raw(name)]


def _value(name: str, variable_type: VariableType) -> str | int:
    variable = declared_variables()[name]
    assert variable.type is variable_type, f"{name} is declared as {variable.type.value}"
    raw = _raw(name)
    if raw is None:
        return variable.default
    if variable.choices and raw not in variable.choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(variable.choices)}.")
    if variable_type is VariableType.NUMBER and not raw.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number.")
    return raw


def _raw(name: str) -> str | None:
    """Return the value in the environment, or None when there is none; an empty value is none."""
    path = os.environ.get(f"{name}_FILE", "")
    if path and os.environ.get(name):
        raise ImproperlyConfigured(f"Both {name} and {name}_FILE are given: which one is meant?")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip() or None
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from error
    return os.environ.get(name, "").strip() or None
