"""A line of a lifecycle's table, and a step along it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..access import Actor
from ..errors import Invalid

M = TypeVar("M", bound=Model)

Guard = Callable[["Step[Any]"], None]
"""Return when the step may be taken, raise a DomainError with the sentence why not."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of a table: in `state`, `action` by `who` leads to `next`, while every guard holds.

    `who` is a key of the lifecycle's `actors`; one that is not there names a step that follows from another one.
    """

    state: str
    action: str
    who: str
    next: str
    guards: tuple[Guard, ...] = ()
    label: str | Promise = ""
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Step(Generic[M]):
    """A transition as it is being taken. `facts` is what the caller found out for guards and effect, if anything."""

    actor: Actor
    subject: M
    transition: Transition
    reason: str = ""
    facts: Any = None


class ReasonMissing(Invalid):
    text = _("Say in a few words why.")

    def __init__(self) -> None:
        super().__init__(fields={"reason": [str(self.text)]})
