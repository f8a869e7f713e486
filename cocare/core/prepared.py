"""Rules on the hot path: asked for many people and many rows in one query, in the words that are kept."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from . import kept
from .access import Actor, Rule, visible

# The stand-ins for the actor's ids become columns of the list that is asked about.
COLUMNS = {kept.PERSON: "asked.person", kept.ACCOUNT: "asked.account"}

ASK = """
SELECT asked.place
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[]) WITH ORDINALITY AS asked(person, account, key, place)
WHERE EXISTS (SELECT 1 FROM {table} WHERE {table}."{key}" = asked.key AND ({rule}))
"""

Pair = tuple[Actor, UUID]


def visible_pairs(model: type[Model], pairs: Collection[Pair], see: Rule) -> set[Pair]:
    """Those of the pairs in which the actor may see the row with that id: `visible`, at a fraction of its cost.

    One query for each capacity among the actors, however many people ask about however many rows.
    """
    by_capacity: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair[0].person_id is not None:
            by_capacity[pair[0].capacity].append(pair)
    found: set[Pair] = set()
    for some in by_capacity.values():
        found |= _ask(model, some, see)
    return found


def visible_keys(model: type[Model], actor: Actor, keys: Iterable[UUID], see: Rule) -> set[UUID]:
    """Which of the rows with these ids the actor may see. One query."""
    return {key for _, key in visible_pairs(model, [(actor, key) for key in keys], see)}


def _ask(model: type[Model], pairs: list[Pair], see: Rule) -> set[Pair]:
    """Pairs of one capacity."""
    words = kept.known(model, pairs[0][0], see)
    if words is None:
        return _one_by_one(model, pairs, see)
    if words.sql == kept.NEVER:
        return set()
    columns = [(actor.person_id, actor.account_id, key) for actor, key in pairs]
    params: list[Any] = [list(column) for column in zip(*columns, strict=True)]
    params += [one for one in words.params if _column(one) == "%s"]
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, words), params)
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


def _statement(model: type[Model], words: kept.Words) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    first, *rest = words.sql.replace(kept.ROWS, table).split("%s")
    rule = first + "".join(_column(param) + part for param, part in zip(words.params, rest, strict=True))
    return ASK.format(table=table, key=model._meta.pk.column, rule=rule)


def _column(param: Any) -> str:
    return COLUMNS.get(param, "%s") if isinstance(param, UUID) else "%s"
