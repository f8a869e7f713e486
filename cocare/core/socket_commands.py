"""The registry of socket commands. Apps register them, the consumer finds them, with the capacities that may call."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from .access import Actor


@dataclass(frozen=True, slots=True)
class Command:
    """`run(actor, form.cleaned_data)` returns the `ok` of the wire, a dict that JSON can hold.

    A plain function is called in a thread; a coroutine function is awaited `on_loop` and must not block it.
    `access` names the capacities that may call it; ANY stands for everyone signed in. What a command touches is
    decided row by row inside, by `load`.
    """

    do: str
    form: type[forms.Form]
    access: frozenset[str]
    run: Callable[[Actor, dict[str, Any]], Any]
    on_loop: bool


ANY = frozenset({"*"})

_commands: dict[str, Command] = {}


def register_command(do: str, *, form: type[forms.Form], access: frozenset[str]):
    """Register the decorated function as the socket command `do`. `access` is obligatory: there is no default."""

    def register(run):
        if do in _commands:
            raise ValueError(f"the command {do} exists already")
        _commands[do] = Command(do, form, access, run, inspect.iscoroutinefunction(run))
        return run

    return register


def find_command(do: str) -> Command | None:
    return _commands.get(do)


def all_commands() -> dict[str, Command]:
    return dict(_commands)
