"""Rules compiled to SQL once, for questions about many people (`bulk`).

Compiling a rule that spans several apps costs the ORM some twenty milliseconds. Its SQL depends on the capacity and on
the day alone; only the ids in it are the actor's. So the SQL is kept, with placeholders where the ids were: each set
that a person reaches is a sub-query then. A rule whose SQL depends on the moment, or hides a person's id within
another parameter, is asked for each person by itself.
"""

import itertools
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import Model, Q
from django.db.models.sql import Query

from .. import clock
from .rules import Actor, Rule

# Placeholders for what is the actor's own, found again among the parameters.
PERSON, ACCOUNT = UUID(int=0x5EED_0001), UUID(int=0x5EED_0002)
SESSION = "placeholder of a session key"
# Stands for the rows that the rule is about, where `bulk` puts their table.
ROWS = "\x00"
NEVER, ALWAYS = "FALSE", "TRUE"
CAPACITY = 2000

# How Django calls the tables of sub-queries: U0, U1, V0 …
TABLE = re.compile(r'(?:FROM|JOIN) "[^"]+" ([A-Z]+\d+)\b')
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class SqlFragment:
    """A condition on the rows of one table: SQL with ROWS and %s in it, and what belongs there."""

    sql: str
    params: tuple[Any, ...] = ()


_compiled: dict[tuple[type[Model], Rule, str, date], SqlFragment | None] = {}


def compiled_for(model: type[Model], actor: Actor, rule: Rule) -> SqlFragment | None:
    """Return the SQL of a rule in the actor's capacity today; None where it can't be reused."""
    key = (model, rule, actor.capacity, clock.today())
    try:
        return _compiled[key]
    except KeyError:
        # By its class: a request's actor is a lazy object around one.
        fragment = _compile(model, rule, actor.__class__(ACCOUNT, PERSON, actor.capacity, SESSION))
    if len(_compiled) >= CAPACITY:
        _compiled.clear()  # yesterday's; other threads may be reading
    _compiled[key] = fragment
    return fragment


def clear() -> None:
    """Forget all compiled rules: what they were composed of has changed."""
    _compiled.clear()


def _compile(model: type[Model], rule: Rule, placeholder: Actor) -> SqlFragment | None:
    has_queried = False

    def notice(execute: Any, *args: Any) -> Any:
        nonlocal has_queried
        has_queried = True
        return execute(*args)

    query = Query(model)
    with connection.execute_wrapper(notice):
        query.add_q(Q(rule.condition(placeholder)))
        rows = query.get_initial_alias()
        try:
            sql, params = query.where.as_sql(query.get_compiler(connection=connection), connection)
        except EmptyResultSet:
            return SqlFragment(NEVER)
        except FullResultSet:
            return SqlFragment(ALWAYS)
    # A rule that joins tables can't be put into another query as it stands.
    joins = any(count for name, count in query.alias_refcount.items() if name != rows)
    if has_queried or joins or "%%" in sql or not all(map(_can_be_reused, params)):
        return None
    return SqlFragment(_renamed(sql).replace(f'"{model._meta.db_table}".', f"{ROWS}."), tuple(params))


def _renamed(sql: str) -> str:
    """Give the tables of sub-queries names of their own, which no query has that the fragment is put into."""
    number = next(_numbers)
    for name in set(TABLE.findall(sql)):
        sql = re.sub(rf"\b{name}\b", f"r{number}{name.lower()}", sql)
    return sql


def _can_be_reused(param: Any) -> bool:
    """Return whether the parameter is the same for everybody all day, or one of the two ids that are put in.

    A moment is another one at the next asking; what is somebody's own within a text or a list can't be replaced.
    """
    personal = not isinstance(param, UUID) and any(str(value) in str(param) for value in (PERSON, ACCOUNT, SESSION))
    return not personal and not isinstance(param, datetime)
