"""Rules put into SQL once, not at each question.

A rule of several rooms' depth costs the ORM some twenty milliseconds to put into words. The words depend on the
capacity and on the day alone; only the ids in them are the actor's. So they are kept, with stand-ins where the ids
were. A rule whose words could not be told apart from another moment's or another person's is never kept.
"""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import BooleanField, Expression, Model, Q
from django.db.models.sql import Query

from . import clock

if TYPE_CHECKING:
    from .access import Actor, Rule

# Stand-ins, found again among the parameters.
PERSON, ACCOUNT = UUID(int=0x5EED_0001), UUID(int=0x5EED_0002)
# Stands for the rows that the rule is about: their table, or whatever a query calls it.
ROWS = "\x00"
NEVER, ALWAYS = "FALSE", "TRUE"
MOST = 2000

# How Django calls the tables of sub-queries: U0, U1, V0 …
TABLE = re.compile(r'(?:FROM|JOIN) "[^"]+" ([A-Z]+\d+)\b')
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Words:
    """A condition on the rows of one table: SQL with ROWS and %s in it, and what belongs there."""

    sql: str
    params: tuple[Any, ...] = ()


def condition(model: type[Model], actor: "Actor", rule: "Rule") -> "Q | Kept":
    """`rule` for this actor, to put into a filter() on `model`: the same rows as `rule.rows(actor)`, sooner."""
    words = known(model, actor, rule) if actor.person_id else None
    if words is None:
        return rule.rows(actor)
    if words.sql == NEVER:
        return Q(pk__in=[])
    return ~Q(pk__in=[]) if words.sql == ALWAYS else Kept(words, actor)


class Kept(Expression):
    """Words as a condition of the ORM."""

    output_field = BooleanField()

    def __init__(self, words: Words, actor: "Actor"):
        super().__init__()
        self.words, self.actor = words, actor
        self.table = ""

    def resolve_expression(self, query: Any = None, *given: Any, **more: Any) -> Self:
        """It is about the rows of the query that it was first put into, also where that is within another one."""
        if self.table:
            return self
        found = self.copy()
        found.table = query.get_initial_alias()
        return found

    def relabeled_clone(self, change_map: Mapping[str, str]) -> Self:
        found = self.copy()
        found.table = change_map.get(self.table, self.table)
        return found

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        ids = {PERSON: self.actor.person_id, ACCOUNT: self.actor.account_id}
        sql = self.words.sql.replace(ROWS, compiler.quote_name_unless_alias(self.table))
        return f"({sql})", tuple(ids.get(one, one) if isinstance(one, UUID) else one for one in self.words.params)


_known: dict[tuple[type[Model], "Rule", str, date], Words | None] = {}


def known(model: type[Model], actor: "Actor", rule: "Rule") -> Words | None:
    """The words of a rule in the actor's capacity today; None where it can't be kept."""
    place = (model, rule, actor.capacity, clock.today())
    try:
        return _known[place]
    except KeyError:
        # By its class: a request's actor is a lazy object around one.
        words = _words(model, rule, actor.__class__(ACCOUNT, PERSON, actor.capacity))
    if len(_known) >= MOST:
        _known.clear()  # yesterday's; other threads may be reading
    _known[place] = words
    return words


def _words(model: type[Model], rule: "Rule", stand_in: "Actor") -> Words | None:
    asked = False

    def noticed(execute: Any, *given: Any) -> Any:
        nonlocal asked
        asked = True
        return execute(*given)

    query = Query(model)
    with connection.execute_wrapper(noticed):
        query.add_q(Q(rule.rows(stand_in)))
        rows = query.get_initial_alias()
        try:
            sql, params = query.where.as_sql(query.get_compiler(connection=connection), connection)
        except EmptyResultSet:
            return Words(NEVER)
        except FullResultSet:
            return Words(ALWAYS)
    # A rule that joins tables can't be put into another query as it stands.
    joins = any(count for name, count in query.alias_refcount.items() if name != rows)
    if asked or joins or "%%" in sql or not all(map(_keeps, params)):
        return None
    return Words(_renamed(sql).replace(f'"{model._meta.db_table}".', f"{ROWS}."), tuple(params))


def _renamed(sql: str) -> str:
    """Names of its own for the tables of its sub-queries: no query that the words are put into has the same."""
    number = next(_numbers)
    for name in set(TABLE.findall(sql)):
        sql = re.sub(rf"\b{name}\b", f"r{number}{name.lower()}", sql)
    return sql


def _keeps(param: Any) -> bool:
    """A moment is another one at the next asking, and an id within a text or list can't be told from another."""
    within = not isinstance(param, UUID) and any(str(one) in str(param) for one in (PERSON, ACCOUNT))
    return not within and not isinstance(param, datetime)
