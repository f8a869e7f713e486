"""Which juror reads which entry. Pure and repeatable: the same seed gives the same list."""

import random
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Entry = TypeVar("Entry", bound=Hashable)
Juror = TypeVar("Juror", bound=Hashable)


@dataclass(frozen=True, slots=True)
class AssignmentPlan(Generic[Entry, Juror]):
    """`short` names the entries that too few jurors may read, with how many are missing."""

    pairs: list[tuple[Entry, Juror]] = field(default_factory=list)
    short: dict[Entry, int] = field(default_factory=dict)


def plan_assignment(
    entries: Sequence[Entry],
    jurors: Sequence[Juror],
    conflicts: set[tuple[Entry, Juror]],
    *,
    per_entry: int,
    cap: int,
    seed: int,
    load: Mapping[Juror, int] | None = None,
    taken: set[tuple[Entry, Juror]] | None = None,
) -> AssignmentPlan[Entry, Juror]:
    """Return `per_entry` jurors for each entry, the least loaded first, none over `cap`, none in conflict.

    `load` and `taken` are what is assigned already (a substitute is a plan for one entry). Entries that fewest
    jurors may read choose first; chance, by the seed, decides between equals.
    """
    chance = random.Random(seed)  # noqa: S311  # a repeatable order is the point, not secrecy
    count = dict.fromkeys(jurors, 0) | dict(load or {})
    excluded = conflicts | (taken or set())
    open_to = {entry: [juror for juror in jurors if (entry, juror) not in excluded] for entry in entries}
    order = list(entries)
    chance.shuffle(order)
    order.sort(key=lambda entry: len(open_to[entry]))
    result: AssignmentPlan[Entry, Juror] = AssignmentPlan()
    for entry in order:
        free = [juror for juror in open_to[entry] if count[juror] < cap]
        chance.shuffle(free)
        free.sort(key=lambda juror: count[juror])
        chosen = free[:per_entry]
        for juror in chosen:
            count[juror] += 1
            result.pairs.append((entry, juror))
        if len(chosen) < per_entry:
            result.short[entry] = per_entry - len(chosen)
    return result
