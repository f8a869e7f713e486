"""What a person gets at today: sets of ids, asked once a request, from the same dated relations that rules are about.

A rule that starts from the person scales with the person: "the child is among those whose guardian I am" is a small
set of ids, found by an index, and a condition `pupil_id = ANY(ids)` that each list finds by an index as well. The same
rule as a sub-query about each row of a table makes every page pay for the whole district (decision 006).

    CHILDREN = Reach("guardian of the child", lambda person: Guardianship.objects.filter(person=person), "pupil")
    guardian_of = reaches(CHILDREN).when(Capacity.GUARDIAN)

Asked for many people at once (`bulk`) the same set is a sub-query about each of them: there is one definition.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Field, Lookup, Q, QuerySet
from django.db.models.fields.related import ForeignObject

from .. import clock
from .compiled import PERSON
from .rules import Actor, Ids, Rule, within


class Reach:
    """The ids in column `ids` of the rows that `rows(person)` returns for a person's id. One query.

    Its SQL is made once a day: only the person in it changes.
    """

    def __init__(self, name: str, rows: Callable[[UUID], QuerySet[Any]], ids: str):
        self.name = name
        self._rows = rows
        self._ids = ids
        self._statement: tuple[date, str, tuple[Any, ...]] | None = None

    def __repr__(self) -> str:
        return f"<Reach {self.name}>"

    def of(self, actor: Actor) -> Ids:
        """Return the ids that the actor reaches now; for the placeholder of `compiled` the query for them.

        Within `asked_once` the answer is kept. A stranger reaches nothing.
        """
        if actor.person_id is None:
            return []
        if actor.person_id == PERSON:
            return self._query(PERSON)
        asked = _asked.get()
        if asked is None:
            return self._ask(actor.person_id)
        key = (self, actor.person_id, "")
        if key not in asked:
            asked[key] = self._ask(actor.person_id)
        return asked[key]

    def _query(self, person: UUID) -> QuerySet[Any]:
        return self._rows(person).order_by().values_list(self._ids, flat=True)

    def _ask(self, person: UUID) -> list[UUID]:
        today = clock.today()
        if self._statement is None or self._statement[0] != today:
            try:
                sql, params = self._query(PERSON).query.sql_with_params()
            except EmptyResultSet:
                return []
            self._statement = (today, sql, tuple(params))
        _day, sql, params = self._statement
        with connection.cursor() as cursor:
            cursor.execute(sql, [person if param == PERSON else param for param in params])
            return [row[0] for row in cursor.fetchall()]


def reaches(reach: Reach) -> Rule:
    """Return the rule on a model whose primary keys `reach` is about: the row is one of them."""
    return Rule(reach.name, lambda actor: within("pk", reach.of(actor)), reach.of)


_asked: ContextVar[dict[tuple[Reach | Rule, UUID, str], Any] | None] = ContextVar("asked", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Ask each set of each person once within the block: for the length of one request, command or job."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def condition(rule: Rule, actor: Actor) -> Q:
    """Return what `rule` is for this actor, put together once within `asked_once`."""
    asked = _asked.get()
    if asked is None or actor.person_id is None:
        return rule.condition(actor)
    key = (rule, actor.person_id, actor.capacity)
    if key not in asked:
        asked[key] = rule.condition(actor)
    return asked[key]


def forget(**_facts: Any) -> None:
    """Ask anew: relations have changed. Handler of the signals `authority.changed` and `reach.changed`."""
    asked = _asked.get()
    if asked is not None:
        asked.clear()


class Among(Lookup):
    """`column = ANY(ids)`: one parameter however many ids, and one plan for all of them."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, list(self.rhs))


Field.register_lookup(Among)
# Foreign keys know only the lookups that are registered for them.
ForeignObject.register_lookup(Among)
