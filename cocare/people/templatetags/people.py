from django import template

from ..enums import Capacity
from ..phones import masked

register = template.Library()
register.filter("masked", masked)


@register.filter
def capacity_label(value: str) -> str:
    """Return the words for a stored capacity; what is not one stays as it is."""
    return str(Capacity(value).label) if value in Capacity.values else value
