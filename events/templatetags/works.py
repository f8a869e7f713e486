"""How works are drawn."""

from django import template

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
