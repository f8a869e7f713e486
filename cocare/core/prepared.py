"""Rules on the hot path: compiled once, asked often, and for many people in one query.

A rule of several rooms' depth costs the ORM tens of milliseconds to put into words and PostgreSQL some to plan. The
words depend on the capacity and on the day alone; only the ids in them are the actor's. So the words are kept, with
columns where the ids were, and asked for a whole list of actors and rows at once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model

from . import clock
from .access import Actor, Rule, visible

# Stand-ins, found again among the parameters; each becomes a column of the list that is asked about.
PERSON, ACCOUNT = UUID(int=0x5EED_0001), UUID(int=0x5EED_0002)
COLUMNS = {PERSON: "asked.person", ACCOUNT: "asked.account"}
MOST = 1000

ASK = """
SELECT asked.place
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[]) WITH ORDINALITY AS asked(person, account, key, place)
WHERE EXISTS ({rule})
"""

Pair = tuple[Actor, UUID]


@dataclass(frozen=True, slots=True)
class Statement:
    """`sql` is empty where the rule lets nobody see anything; `params` is None where the rule can't be kept."""

    sql: str
    params: tuple[Any, ...] | None


_kept: dict[tuple[type[Model], Rule, str, date], Statement] = {}


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
    place = (model, see, pairs[0][0].capacity, clock.today())
    statement = _kept.get(place)
    if statement is None:
        if len(_kept) >= MOST:
            _kept.clear()  # yesterday's
        statement = _kept[place] = _compile(model, pairs[0][0].capacity, see)
    if statement.params is None:
        return _one_by_one(model, pairs, see)
    if not statement.sql:
        return set()
    lists: list[Any] = [
        [actor.person_id for actor, _ in pairs],
        [actor.account_id for actor, _ in pairs],
        [key for _, key in pairs],
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, [*lists, *statement.params])
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


def _compile(model: type[Model], capacity: str, see: Rule) -> Statement:
    asked = False

    def noticed(execute, *given):
        nonlocal asked
        asked = True
        return execute(*given)

    table, column = model._meta.db_table, model._meta.pk.column
    with connection.execute_wrapper(noticed):
        rows = visible(model, Actor(ACCOUNT, PERSON, capacity, ""), see).order_by().values_list("pk")
        rows = rows.extra(where=[f'"{table}"."{column}" = asked.key'])  # noqa: S610  # names of our own models
        try:
            sql, params = rows.query.sql_with_params()
        except EmptyResultSet:
            return Statement("", ())
    if asked or "%%" in sql or not all(map(_keeps, params)):
        return Statement("", None)
    return Statement(ASK.format(rule=_with_columns(sql, params)), tuple(one for one in params if _column(one) == "%s"))


def _with_columns(sql: str, params: Collection[Any]) -> str:
    first, *rest = sql.split("%s")
    return first + "".join(_column(param) + part for param, part in zip(params, rest, strict=True))


def _column(param: Any) -> str:
    return COLUMNS.get(param, "%s") if isinstance(param, UUID) else "%s"


def _keeps(param: Any) -> bool:
    """A moment is another one at the next asking, and an id within a text or list can't become a column."""
    within = not isinstance(param, UUID) and any(str(one) in str(param) for one in COLUMNS)
    return not within and not isinstance(param, datetime)
