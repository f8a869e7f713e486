from django import template

from cocare.people.enums import Capacity

register = template.Library()


@register.filter
def capacity_name(key: str) -> str:
    """A capacity in the reader's language."""
    return str(Capacity(key).label)
