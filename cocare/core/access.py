"""Who may see and do what: one truth per permission, a database condition.

Seeing is filtering, so "may this person see this row" and "which rows may this person see" can't disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import TypeVar
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, Model, OuterRef, Q, QuerySet, Value, When

from . import kept
from .errors import Forbidden, NotFound

M = TypeVar("M", bound=Model)

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


ANONYMOUS = Actor()


class Rule:
    """A named condition on the rows of one model, made for an actor; composed with &, | and ~.

    Conditions are Exists() sub-queries, never joins: lists don't double, and ~ means what it says.
    """

    def __init__(self, name: str, condition: Callable[[Actor], Q]):
        self.name = name
        self._condition = condition

    def rows(self, actor: Actor) -> Q:
        """The condition for this actor, to put into a filter()."""
        return self._condition(actor)

    def when(self, *capacities: str) -> "Rule":
        """The same rule, but only for who acts in one of these capacities."""
        return Rule(
            f"{self.name} as {'/'.join(capacities)}",
            lambda actor: self.rows(actor) if actor.capacity in capacities else NOBODY,
        )

    # What nobody may is left out while composing: a capacity's pages don't pay for the rules of the others.

    # The same composition is the same rule, so that its words are found again.

    def __and__(self, other: "Rule") -> "Rule":
        return _and(self, other)

    def __or__(self, other: "Rule") -> "Rule":
        return _or(self, other)

    def __invert__(self) -> "Rule":
        return _not(self)

    def __repr__(self) -> str:
        return f"<Rule {self.name}>"


@remembered
def _and(one: Rule, other: Rule) -> Rule:
    return Rule(f"({one.name} & {other.name})", lambda actor: _both(one.rows(actor), lambda: other.rows(actor)))


@remembered
def _or(one: Rule, other: Rule) -> Rule:
    return Rule(f"({one.name} | {other.name})", lambda actor: either(one.rows(actor), other.rows(actor)))


@remembered
def _not(one: Rule) -> Rule:
    return Rule(f"~{one.name}", lambda actor: ~one.rows(actor))


def _both(first: Q, second: Callable[[], Q]) -> Q:
    if first is NOBODY:
        return NOBODY
    other = second()
    return NOBODY if other is NOBODY else first & other


def either(*conditions: Q) -> Q:
    """Any of the conditions; NOBODY when nothing else is among them."""
    open_ones = [condition for condition in conditions if condition is not NOBODY]
    return reduce(or_, open_ones) if open_ones else NOBODY


@remembered
def through(rule: Rule, model: type[Model], path: str) -> Rule:
    """A rule on `model`, for rows that lead to one of it by the field `path`."""

    def condition(actor: Actor) -> Q:
        rows = rule.rows(actor)
        return NOBODY if rows is NOBODY else Q(Exists(model._default_manager.filter(rows, pk=OuterRef(path))))

    return Rule(f"{path}: {rule.name}", condition)


anyone = Rule("anyone", lambda actor: EVERYBODY)
nobody = Rule("nobody", lambda actor: NOBODY)
signed_in = Rule("signed in", lambda actor: NOBODY if actor.is_anonymous else EVERYBODY)


def visible(source: type[M] | QuerySet[M], actor: Actor, see: Rule) -> QuerySet[M]:
    """The rows of a model or query that the actor may see."""
    rows = source if isinstance(source, QuerySet) else source._default_manager.all()
    return rows.filter(kept.condition(rows.model, actor, see))


def load(source: type[M] | QuerySet[M], actor: Actor, pk: UUID | str, *, see: Rule, act: Rule | None = None) -> M:
    """One object in one query, the only door to it from views and commands.

    Raises NotFound when it is absent or invisible, Forbidden when it is visible but `act` does not hold.
    """
    rows = visible(source, actor, see)
    if act is not None:
        condition = kept.condition(rows.model, actor, act)
        may = Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
        rows = rows.annotate(may_act=may)
    found = rows.filter(pk=as_uuid(pk)).first()
    if found is None:
        raise NotFound
    if act is not None and not found.may_act:
        raise Forbidden
    return found


def only_for(actor: Actor, *capacities: str) -> Actor:
    """The actor, at a place that exists only for these capacities. Raises NotFound for the others."""
    if actor.capacity not in capacities:
        raise NotFound
    return actor


def as_uuid(value: UUID | str) -> UUID:
    """An id from outside. Anything that is no UUID names nothing: NotFound."""
    if isinstance(value, UUID):
        return value
    try:
        return UUID(str(value))
    except ValueError:
        raise NotFound from None
