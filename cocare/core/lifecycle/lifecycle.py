"""The one way to take a step: lock, check, effect, save, record, audit, publish."""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.text import camel_case_to_spaces

from .. import audit
from ..access import Actor, Rule
from ..errors import Conflict, Forbidden
from ..models import TransitionRecord
from .records import record_steps
from .table import TransitionTable
from .transition import ReasonMissing, Step, Transition

M = TypeVar("M", bound=Model)


class Lifecycle(TransitionTable[M]):
    """The table of one model's states, and the one way to take a step.

    `lock` returns the row held for update (by default the row alone). `publish` is called with each step within its
    transaction, to tell live topics and whoever is next. `scope` is the way to the id that TransitionRecord.scope_id
    keeps: "pk" of a row that is its own scope, "entry.showcase_id" of one further down.
    """

    def __init__(
        self,
        model: type[M],
        transitions: Iterable[Transition],
        *,
        actors: Mapping[str, Rule],
        lock: Callable[[UUID], M] | None = None,
        publish: Callable[[Step[M]], None] | None = None,
        scope: str = "",
    ):
        super().__init__(model, transitions, actors)
        self._lock = lock or self._lock_row
        self._publish = publish
        self._scope = attrgetter(scope) if scope else None
        self.name = camel_case_to_spaces(model.__name__).replace(" ", "_")
        LIFECYCLES.append(self)

    def __repr__(self) -> str:
        return f"<Lifecycle {self.name}>"

    @transaction.atomic
    def take(
        self,
        *,
        actor: Actor,
        pk: UUID,
        action: str,
        reason: str = "",
        expected: str = "",
        facts: Any = None,
        effect: Callable[[Step[M]], None] | None = None,
        then: Callable[[Step[M]], None] | None = None,
    ) -> M:
        """Take one step: lock, check, effect, save, record, audit, publish. Return the row in its new state.

        A step that is taken twice is taken once: where the action has led already (from `expected`, the state that the
        person saw, if it is given), the row is returned as it is. `effect` runs after the guards and before the state
        is saved, `then` when all is done, for the steps that follow from this one. Raise Conflict when the state is
        not the expected one or the action is not open in it, Forbidden when it is somebody else's, ReasonMissing, or
        what a guard raises.
        """
        subject = self._lock(pk)
        if self._has_been_taken(subject, action, expected):
            return subject
        if expected and self.state_of(subject) != expected:
            raise Conflict  # whatever the button meant, it was pressed in another state
        step = self.check(actor=actor, subject=subject, action=action, reason=reason, facts=facts)
        if effect is not None:
            effect(step)
        self.apply(step)
        if then is not None:
            then(step)
        return subject

    def check(self, *, actor: Actor, subject: M, action: str, reason: str = "", facts: Any = None) -> Step[M]:
        """Return the step that `action` means for a locked row now. Raise as `take` does."""
        transition = self.find(self.state_of(subject), action)
        if transition is None:
            raise Conflict
        if not self._may(actor, subject, transition.who):
            raise Forbidden
        if transition.needs_reason and not reason.strip():
            raise ReasonMissing
        step = Step(actor, subject, transition, reason.strip(), facts)
        for guard in transition.guards:
            guard(step)
        return step

    def apply(self, step: Step[M]) -> None:
        """Save the next state and put the step on record, with nothing asked. `check` came before."""
        subject, transition = step.subject, step.transition
        subject.state = transition.next  # type: ignore[attr-defined]  # every model with a lifecycle has a state
        subject.save(update_fields=["state"])
        record_steps(step.actor, transition, [subject], reason=step.reason, scope=self._scope)
        audit.record(
            step.actor, f"{self.name}.{transition.action}", subject, before=transition.state, after=transition.next
        )
        if self._publish is not None:
            self._publish(step)

    def take_all(self, *, actor: Actor, rows: QuerySet[M], state: str, action: str, of: Model) -> list[M]:
        """Lead every row in `state` along a step that follows from one taken on `of`. Three queries, one audit line.

        Raise Conflict when the table has no such step.
        """
        transition = self.find(state, action)
        if transition is None:
            raise Conflict
        subjects = list(rows.filter(state=state).select_for_update(of=("self",)).order_by("pk"))
        self.model._default_manager.filter(pk__in=[subject.pk for subject in subjects]).update(state=transition.next)
        for subject in subjects:
            subject.state = transition.next  # type: ignore[attr-defined]  # as in `apply`
        record_steps(actor, transition, subjects, scope=self._scope)
        audit.record(actor, f"{self.name}.{action}", of, count=len(subjects))
        return subjects

    # ---- parts

    def _lock_row(self, pk: UUID) -> M:
        return self.model._default_manager.select_for_update(of=("self",)).get(pk=pk)

    def _has_been_taken(self, subject: M, action: str, expected: str) -> bool:
        state = self.state_of(subject)
        if expected:
            line = self.find(expected, action)
            return line is not None and line.next == state != expected
        leads_here = any(line.action == action and line.next == state for line in self.transitions)
        return leads_here and self.find(state, action) is None


LIFECYCLES: list[Lifecycle[Any]] = []
"""Every lifecycle of the program, for tests and pages that walk all of them."""


def label_of(record: TransitionRecord) -> str:
    """Return what a record says happened, in the words of its button; the action's name when no table has it now."""
    for lifecycle in LIFECYCLES:
        line = lifecycle.find(record.before, record.action)
        if line is not None and lifecycle.model._meta.label_lower == record.subject_type:
            return str(line.label)
    return record.action
