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
from typing import Any
from uuid import UUID

from django.db.models import Field, Lookup, QuerySet
from django.db.models.fields.related import ForeignObject

from .compiled import PERSON
from .rules import Actor, Ids, Rule, within


class Reach:
    """The ids in column `ids` of the rows that `rows(person)` returns for a person's id. One query."""

    def __init__(self, name: str, rows: Callable[[UUID], QuerySet[Any]], ids: str):
        self.name = name
        self._rows = rows
        self._ids = ids

    def __repr__(self) -> str:
        return f"<Reach {self.name}>"

    def of(self, actor: Actor) -> Ids:
        """Return the ids that the actor reaches now; for the placeholder of `compiled` the query for them.

        Within `asked_once` the answer is kept. A stranger reaches nothing.
        """
        if actor.person_id is None:
            return []
        rows = self._rows(actor.person_id).order_by().values_list(self._ids, flat=True)
        if actor.person_id == PERSON:
            return rows
        asked = _asked.get()
        if asked is None:
            return list(rows)
        key = (self, actor.person_id)
        if key not in asked:
            asked[key] = list(rows)
        return asked[key]


def reaches(reach: Reach) -> Rule:
    """Return the rule on a model whose primary keys `reach` is about: the row is one of them."""
    return Rule(reach.name, lambda actor: within("pk", reach.of(actor)), reach.of)


_asked: ContextVar[dict[tuple[Reach, UUID], list[UUID]] | None] = ContextVar("asked", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Ask each set of each person once within the block: for the length of one request, command or job."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


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
