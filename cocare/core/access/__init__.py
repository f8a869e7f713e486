"""Who may see and do what: one truth per permission, a database condition.

`rules` has actors and rules, `reach` the sets of ids that a person gets at, `loading` reads rows through a rule, `bulk`
asks a rule for many people and rows at once, with the SQL of it that `compiled` keeps.
"""

from .loading import Access, load, require_capacity, uuid_or_not_found, visible
from .reach import Reach, asked_once, reaches
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
    within,
)

__all__ = [
    "ANONYMOUS",
    "EVERYBODY",
    "NOBODY",
    "Access",
    "Actor",
    "Reach",
    "Rule",
    "anyone",
    "asked_once",
    "either",
    "load",
    "nobody",
    "reaches",
    "remembered",
    "require_capacity",
    "signed_in",
    "through",
    "uuid_or_not_found",
    "visible",
    "within",
]
