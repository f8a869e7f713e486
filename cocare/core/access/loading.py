"""Reading through a rule: the rows that an actor may see, and one row to act on."""

from typing import NotRequired, TypedDict, TypeVar
from uuid import UUID

from django.db.models import BooleanField, Case, Model, QuerySet, Value, When

from ..errors import Forbidden, NotFound
from .reach import condition
from .rules import Actor, Rule

M = TypeVar("M", bound=Model)


class Access(TypedDict):
    """What `load` asks for one verb on a model: who sees the row, and who of them may do it (all of them if left out).

    An app's rules.py has a table of them for each model: `load(Course, actor, pk, **rules.COURSE["edit"])`.
    """

    see: Rule
    act: NotRequired[Rule]


def visible(source: type[M] | QuerySet[M], actor: Actor, see: Rule) -> QuerySet[M]:
    """Return the rows of a model or query that the actor may see."""
    if not isinstance(source, QuerySet):
        source = source._default_manager.all()
    return source.filter(condition(see, actor))


def load(source: type[M] | QuerySet[M], actor: Actor, pk: UUID | str, *, see: Rule, act: Rule | None = None) -> M:
    """Return one object in one query. Views and commands get an object in no other way.

    Raises NotFound when it is absent or invisible, Forbidden when it is visible but `act` does not hold.
    """
    rows = visible(source, actor, see)
    if act is not None:
        may = Case(When(condition(act, actor), then=Value(True)), default=Value(False), output_field=BooleanField())
        row = rows.annotate(may_act=may).filter(pk=uuid_or_not_found(pk)).first()
    else:
        row = rows.filter(pk=uuid_or_not_found(pk)).first()
    if row is None:
        raise NotFound
    if act is not None and not row.may_act:
        raise Forbidden
    return row


def require_capacity(actor: Actor, *capacities: str) -> Actor:
    """Return the actor of a page that exists only for these capacities. Raise NotFound for the others."""
    if actor.capacity not in capacities:
        raise NotFound
    return actor


def uuid_or_not_found(value: UUID | str) -> UUID:
    """Return an id that came from outside. Raise NotFound for what is no UUID: it names nothing."""
    if isinstance(value, UUID):
        return value
    try:
        return UUID(str(value))
    except ValueError:
        raise NotFound from None
