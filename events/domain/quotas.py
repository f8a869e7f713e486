"""How many works a school may send in, by its size (docs/domain.md, showcase)."""

from typing import Protocol

MOST_CLASSES_OF_SMALL = 24
MOST_CLASSES_OF_MIDDLE = 48


class QuotaRules(Protocol):
    """What a call says of it: two, three and four works unless the district chose otherwise."""

    quota_small: int
    quota_middle: int
    quota_large: int


def quota_for(call: QuotaRules, class_count: int) -> int:
    """Return how many works a school of so many classes may send in."""
    if class_count <= MOST_CLASSES_OF_SMALL:
        return call.quota_small
    return call.quota_middle if class_count <= MOST_CLASSES_OF_MIDDLE else call.quota_large
