"""What counts as watched: arithmetic on [from, to] pairs in milliseconds.

The rule, which is also printed on the page: what was played counts once, jumping over something does not count it,
and nobody can have played more than the time that has passed allows.
"""

from collections.abc import Iterable, Sequence

Span = tuple[int, int]

FASTEST = 2.0  # the player's highest speed
SPARE_MS = 10_000  # what a late report may carry over from the one before
FIRST_SPARE_MS = 3_000  # clocks and lines are not exact
ENOUGH = 0.8  # of the length (district's rule for online courses: at least 80 %)


def merge_spans(*groups: Iterable[Sequence[int]]) -> list[Span]:
    """Return disjoint ascending spans that cover exactly what the groups cover."""
    merged: list[list[int]] = []
    for start, end in sorted((int(a), int(b)) for group in groups for a, b in group):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return [(start, end) for start, end in merged]


def clip_spans(spans: Iterable[Sequence[int]], end_ms: int) -> list[Span]:
    """Return disjoint ascending spans that cover what the given ones cover between 0 and `end_ms`."""
    return merge_spans((max(0, start), min(end, end_ms)) for start, end in spans if start < end_ms)


def covered_ms(spans: Iterable[Sequence[int]]) -> int:
    """Return how many milliseconds disjoint spans cover."""
    return sum(end - start for start, end in spans)


def watched_percent(watched_ms: int, seconds: int) -> int:
    """Return how much of a video of `seconds` was watched, 0 to 100."""
    return round(min(1.0, watched_ms / (seconds * 1000)) * 100) if seconds else 0


def is_watched_enough(watched_ms: int, seconds: int) -> bool:
    return seconds > 0 and watched_ms >= seconds * 1000 * ENOUGH


def playable_ms(passed_ms: int, spare_ms: int) -> int:
    """Return how many milliseconds can have been played in the time that passed, with what was spare before."""
    return int(max(0, passed_ms) * FASTEST) + spare_ms
