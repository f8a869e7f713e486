"""How works are drawn."""

from django import template

from cocare.core.lifecycle import label_of
from cocare.core.models import TransitionRecord

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
def lookup(mapping: dict[str, int], key: str) -> int:
    return mapping.get(key, 0)


@register.filter
def step_label(record: TransitionRecord) -> str:
    """What a line of the log says happened, in the words of its button."""
    return label_of(record)
