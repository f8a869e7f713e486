"""Rules asked for many people and many rows in one query, with its compiled SQL."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from . import compiled
from .loading import visible
from .rules import Actor, Rule

# The placeholders for the actor's ids become columns of the list that is asked about.
COLUMNS = {compiled.PERSON: "asked.person", compiled.ACCOUNT: "asked.account"}

ASK = """
SELECT asked.position
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[]) WITH ORDINALITY AS asked(person, account, key, position)
WHERE EXISTS (SELECT 1 FROM {table} WHERE {table}."{key}" = asked.key AND ({rule}))
"""

Pair = tuple[Actor, UUID]


def visible_pairs(model: type[Model], pairs: Collection[Pair], see: Rule) -> set[Pair]:
    """Return those of the pairs in which the actor may see the row with that id: `visible`, at a fraction of its cost.

    One query for each capacity among the actors, however many people ask about however many rows.
    """
    by_capacity: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair[0].person_id is not None:
            by_capacity[pair[0].capacity].append(pair)
    allowed: set[Pair] = set()
    for same_capacity in by_capacity.values():
        allowed |= _ask(model, same_capacity, see)
    return allowed


def visible_keys(model: type[Model], actor: Actor, keys: Iterable[UUID], see: Rule) -> set[UUID]:
    """Return which of these ids are of rows that the actor may see. One query."""
    return {key for _, key in visible_pairs(model, [(actor, key) for key in keys], see)}


def _ask(model: type[Model], pairs: list[Pair], see: Rule) -> set[Pair]:
    """Pairs of one capacity."""
    fragment = compiled.compiled_for(model, pairs[0][0], see)
    if fragment is None:
        return _one_by_one(model, pairs, see)
    if fragment.sql == compiled.NEVER:
        return set()
    columns = [(actor.person_id, actor.account_id, key) for actor, key in pairs]
    params: list[Any] = [list(column) for column in zip(*columns, strict=True)]
    params += [param for param in fragment.params if _column(param) == "%s"]
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, fragment), params)
        return {pairs[number - 1] for (number,) in cursor.fetchall()}


def _one_by_one(model: type[Model], pairs: list[Pair], see: Rule) -> set[Pair]:
    wanted: dict[Actor, set[UUID]] = defaultdict(set)
    for actor, key in pairs:
        wanted[actor].add(key)
    return {
        (actor, key)
        for actor, keys in wanted.items()
        for key in visible(model, actor, see).filter(pk__in=keys).values_list("pk", flat=True)
    }


def _statement(model: type[Model], fragment: compiled.SqlFragment) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    first, *rest = fragment.sql.replace(compiled.ROWS, table).split("%s")
    rule = first + "".join(_column(param) + part for param, part in zip(fragment.params, rest, strict=True))
    return ASK.format(table=table, key=model._meta.pk.column, rule=rule)


def _column(param: Any) -> str:
    return COLUMNS.get(param, "%s") if isinstance(param, UUID) else "%s"
