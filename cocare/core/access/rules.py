"""Actors, and rules: a permission is a database condition, so seeing one row and listing rows can't disagree."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP

from ..errors import Forbidden

# Rules are made once, with their modules; the bound is for whoever would make them at each request.
remembered = lru_cache(maxsize=2000)

NOBODY = Q(pk__in=[])
EVERYBODY = ~NOBODY


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and in which one capacity. A person who is both teacher and parent is two actors, one at a time."""

    account_id: UUID | None = None
    person_id: UUID | None = None
    capacity: str = ""
    session_key: str = ""

    @property
    def is_anonymous(self) -> bool:
        return self.account_id is None

    @property
    def acting_person_id(self) -> UUID:
        """The id of who acts, for what only signed-in people do. Raise Forbidden for a stranger."""
        if self.person_id is None:
            raise Forbidden
        return self.person_id

    @property
    def acting_account_id(self) -> UUID:
        """The id of the account that acts, for what only signed-in people do. Raise Forbidden for a stranger."""
        if self.account_id is None:
            raise Forbidden
        return self.account_id


ANONYMOUS = Actor()


Ids = list[UUID] | QuerySet[Any]
"""Primary keys, or the query for them where they are asked about many people at once (see `reach`)."""


class Rule:
    """A named condition on the rows of one model, made for an actor; composed with &, | and ~.

    Conditions are about ids that the actor reaches, or Exists() sub-queries, never joins: lists don't double, and ~
    means what it says. `ids` returns the primary keys of the rows, for a rule that is nothing but a set of them.
    """

    def __init__(self, name: str, condition: Callable[[Actor], Q], ids: Callable[[Actor], Ids] | None = None):
        self.name = name
        self._condition = condition
        self.ids = ids

    def condition(self, actor: Actor) -> Q:
        """The condition for this actor, to put into a filter()."""
        return self._condition(actor)

    def when(self, *capacities: str) -> "Rule":
        """The same rule, but only for who acts in one of these capacities."""
        return Rule(
            f"{self.name} as {'/'.join(capacities)}",
            lambda actor: self.condition(actor) if actor.capacity in capacities else NOBODY,
            (lambda actor: self.ids(actor) if self.ids and actor.capacity in capacities else []) if self.ids else None,
        )

    def __and__(self, other: "Rule") -> "Rule":
        return _and(self, other)

    def __or__(self, other: "Rule") -> "Rule":
        return _or(self, other)

    def __invert__(self) -> "Rule":
        return _not(self)

    def __repr__(self) -> str:
        return f"<Rule {self.name}>"


# The same composition is the same Rule object, so that its compiled SQL is found again.


@remembered
def _and(left: Rule, right: Rule) -> Rule:
    return Rule(
        f"({left.name} & {right.name})", lambda actor: _both(left.condition(actor), lambda: right.condition(actor))
    )


@remembered
def _or(left: Rule, right: Rule) -> Rule:
    return Rule(
        f"({left.name} | {right.name})",
        lambda actor: either(left.condition(actor), right.condition(actor)),
        _united(left.ids, right.ids) if left.ids and right.ids else None,
    )


def _united(left: Callable[[Actor], Ids], right: Callable[[Actor], Ids]) -> Callable[[Actor], Ids]:
    def ids(actor: Actor) -> Ids:
        ours, theirs = left(actor), right(actor)
        if isinstance(ours, QuerySet) and isinstance(theirs, QuerySet):
            return ours.union(theirs)
        if isinstance(ours, QuerySet) or isinstance(theirs, QuerySet):
            # A placeholder's sets are queries, but for what its capacity leaves out.
            return ours if isinstance(ours, QuerySet) else theirs
        return [*ours, *theirs]

    return ids


@remembered
def _not(rule: Rule) -> Rule:
    return Rule(f"~{rule.name}", lambda actor: ~rule.condition(actor))


def _both(left: Q, right: Callable[[], Q]) -> Q:
    """Both conditions. A rule that nobody meets is left out: a capacity's pages don't pay for the rules of others."""
    if left is NOBODY:
        return NOBODY
    other = right()
    return NOBODY if other is NOBODY else left & other


def either(*conditions: Q) -> Q:
    """Any of the conditions; NOBODY when nothing else is among them."""
    satisfiable = [condition for condition in conditions if condition is not NOBODY]
    return reduce(or_, satisfiable) if satisfiable else NOBODY


def within(field: str, ids: Ids) -> Q:
    """Return the condition that `field` (a primary key or foreign key) is one of the ids."""
    if isinstance(ids, QuerySet):
        return Q(**{f"{field}__in": ids})
    return Q(**{f"{field}__among": ids}) if ids else NOBODY


@remembered
def through(rule: Rule, model: type[Model], path: str) -> Rule:
    """Return a rule on `model` as one on rows that lead to one of it by the field `path`."""

    def condition(actor: Actor) -> Q:
        ids = rule.ids(actor) if rule.ids and LOOKUP_SEP not in path else None
        if isinstance(ids, list):
            return within(path, ids)
        rows = rule.condition(actor)
        return NOBODY if rows is NOBODY else Q(Exists(model._default_manager.filter(rows, pk=OuterRef(path))))

    return Rule(f"{path}: {rule.name}", condition)


anyone = Rule("anyone", lambda actor: EVERYBODY)
nobody = Rule("nobody", lambda actor: NOBODY)
signed_in = Rule("signed in", lambda actor: NOBODY if actor.is_anonymous else EVERYBODY)
