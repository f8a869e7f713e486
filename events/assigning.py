"""Which juror reads which entry. Pure and repeatable: the same seed gives the same list."""

import random
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

E = TypeVar("E", bound=Hashable)
J = TypeVar("J", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Plan(Generic[E, J]):
    """`short` names the entries that too few jurors may read, with how many are missing."""

    pairs: list[tuple[E, J]] = field(default_factory=list)
    short: dict[E, int] = field(default_factory=dict)


def plan(
    entries: Sequence[E],
    jurors: Sequence[J],
    conflicts: set[tuple[E, J]],
    *,
    per_entry: int,
    cap: int,
    seed: int,
    load: Mapping[J, int] | None = None,
    taken: set[tuple[E, J]] | None = None,
) -> Plan[E, J]:
    """`per_entry` jurors for each entry, the least loaded first, none over `cap`, none in conflict.

    `load` and `taken` describe what is assigned already (a substitute is a plan for one entry). Entries that fewest
    jurors may read choose first; chance, by the seed, decides between equals.
    """
    chance = random.Random(seed)  # noqa: S311  # a repeatable order is the point, not secrecy
    count = dict.fromkeys(jurors, 0) | dict(load or {})
    out = conflicts | (taken or set())
    open_to = {entry: [one for one in jurors if (entry, one) not in out] for entry in entries}
    order = list(entries)
    chance.shuffle(order)
    order.sort(key=lambda entry: len(open_to[entry]))
    result: Plan[E, J] = Plan()
    for entry in order:
        free = [one for one in open_to[entry] if count[one] < cap]
        chance.shuffle(free)
        free.sort(key=lambda one: count[one])
        chosen = free[:per_entry]
        for one in chosen:
            count[one] += 1
            result.pairs.append((entry, one))
        if len(chosen) < per_entry:
            result.short[entry] = per_entry - len(chosen)
    return result
