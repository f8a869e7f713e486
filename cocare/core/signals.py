"""Domain events within the process: a lower app tells upper ones without importing them.

Handlers run at once, inside the announcer's transaction; what must wait for the commit says so itself with
`transaction.on_commit`. A handler that raises makes the announcing service fail: nothing is half done.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_handlers: dict[str, list[Callable[..., None]]] = defaultdict(list)


def subscribe(name: str, handler: Callable[..., None]) -> None:
    """Call `handler(**data)` whenever `name` is announced. A handler that subscribes twice is called once."""
    if handler not in _handlers[name]:
        _handlers[name].append(handler)


def announce(name: str, **data: Any) -> None:
    """Call every subscriber of `name`."""
    for handler in _handlers[name]:
        handler(**data)
