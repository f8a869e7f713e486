"""How works are drawn."""

from django import template

from ..enums import ENTRY_MOVES, OBJECTION_MOVES, SHEET_MOVES, SHOWCASE_MOVES, find_move
from ..models import TransitionLog

register = template.Library()


@register.filter
def heading(block: str) -> bool:
    """Whether a block of a body is a heading."""
    return block.startswith("#")


@register.filter
def unmarked(block: str) -> str:
    return block.lstrip("# ")


@register.filter
def two_digits(number: int | None) -> str:
    """A blind number as it is called: 04."""
    return f"{number:02d}" if number is not None else ""


@register.filter
def lookup(mapping: dict, key) -> object:
    return mapping.get(key, 0)


TABLES = {"showcase": SHOWCASE_MOVES, "entry": ENTRY_MOVES, "sheet": SHEET_MOVES, "objection": OBJECTION_MOVES}


@register.filter
def step_words(line: TransitionLog) -> str:
    """What a line of the log says happened, in the words of its button."""
    move = find_move(TABLES.get(line.subject_type, ()), line.before, line.action)
    return str(move.label) if move else line.action
