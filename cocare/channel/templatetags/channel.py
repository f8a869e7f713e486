from django import template

from cocare.channel import serializers
from cocare.people.enums import Capacity

register = template.Library()
register.filter("instant", serializers.rfc3339)

KILOBYTE, MEGABYTE = 1024, 1024 * 1024


@register.filter
def capacity_name(key: str) -> str:
    """A capacity in the reader's language."""
    return str(Capacity(key).label)


@register.filter
def file_size(size: int) -> str:
    """Return "15.3 KB" or "2.0 MB" for bytes, as static/js/channel/message-stream.js writes it in a live message."""
    unit, name = (MEGABYTE, "MB") if size >= MEGABYTE else (KILOBYTE, "KB")
    tenths = max((size * 10 + unit // 2) // unit, 1)
    return f"{tenths // 10}.{tenths % 10}\u00a0{name}"
