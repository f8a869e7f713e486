"""Who may see and do what: one truth per permission, a database condition.

`rules` has actors and rules, `loading` reads rows through a rule, `bulk` asks a rule for many people and rows at once,
`compiled` keeps the SQL of a rule for the next question.
"""

from .loading import Access, load, require_capacity, uuid_or_not_found, visible
from .rules import (
    ANONYMOUS,
    EVERYBODY,
    NOBODY,
    Actor,
    Rule,
    anyone,
    either,
    nobody,
    remembered,
    signed_in,
    through,
)

__all__ = [
    "ANONYMOUS",
    "EVERYBODY",
    "NOBODY",
    "Access",
    "Actor",
    "Rule",
    "anyone",
    "either",
    "load",
    "nobody",
    "remembered",
    "require_capacity",
    "signed_in",
    "through",
    "uuid_or_not_found",
    "visible",
]
