"""Lifecycles: which steps lead from a state to the next, who takes them, what must hold, and one way to take one.

An app writes each of its lifecycles as one table in its `lifecycle.py`. Services take steps with it, pages draw their
buttons from it, the list of today finds in it who is next, and tests walk every state × action × role of it:

    SUBMITTED = Transition(State.DRAFT, "submit", Role.AUTHOR, State.SUBMITTED, (entry_is_complete,), _("Send in"))
    ENTRY = Lifecycle(Entry, (SUBMITTED, …), actors={Role.AUTHOR: rules.owns_entry}, scope="showcase_id")

    ENTRY.take(actor=actor, pk=entry.pk, action="submit")
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter, or_
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import camel_case_to_spaces
from django.utils.translation import gettext_lazy as _

from . import audit
from .access import NOBODY, Actor, Rule, visible
from .errors import Conflict, DomainError, Forbidden, Invalid
from .models import TransitionRecord

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


class Lifecycle(Generic[M]):
    """The table of one model's states, and the one way to take a step.

    `actors` says for each `who` which rows a person may take such steps on, as a rule on the model. `lock` returns the
    row held for update (by default the row alone). `publish` is called with each step within its transaction, to tell
    live topics and whoever is next. `scope` is the way to the id that TransitionRecord.scope_id keeps: "pk" of a row
    that is its own scope, "entry.showcase_id" of one further down.
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
        self.model = model
        self.transitions = tuple(transitions)
        self.actors = dict(actors)
        self._lock = lock or self._lock_row
        self._publish = publish
        self._scope = attrgetter(scope) if scope else None
        self.name = camel_case_to_spaces(model.__name__).replace(" ", "_")
        LIFECYCLES.append(self)

    def __repr__(self) -> str:
        return f"<Lifecycle {self.name}>"

    # ---- what the table says

    def open_from(self, state: str) -> list[Transition]:
        """Return the transitions that leave a state, guards and people not asked."""
        return [transition for transition in self.transitions if transition.state == state]

    def find(self, state: str, action: str) -> Transition | None:
        """Return the one transition for an action in a state, if there is one."""
        return next((line for line in self.open_from(state) if line.action == action), None)

    def open_to(self, actor: Actor, subject: M) -> list[Transition]:
        """Return the transitions that leave the subject's state and are this person's, guards not asked."""
        lines = self.open_from(self.state_of(subject))
        takes = {who: self._may(actor, subject, who) for who in {line.who for line in lines}}
        return [line for line in lines if takes[line.who]]

    def waiting_for(self, actor: Actor, *actions: str) -> Q:
        """Return the condition for rows on which this person can take a step now (one of `actions` if given)."""
        states: dict[str, set[str]] = {}
        for line in self.transitions:
            if not actions or line.action in actions:
                states.setdefault(line.who, set()).add(line.state)
        found = [
            Q(state__in=sorted(states[who])) & condition
            for who, rule in self.actors.items()
            if who in states and (condition := rule.condition(actor)) is not NOBODY
        ]
        return reduce(or_, found) if found else NOBODY

    def obstacle(self, actor: Actor, subject: M, transition: Transition, facts: Any = None) -> str:
        """Return why the step can't be taken now, as a sentence for its button; empty when nothing is in its way."""
        try:
            for guard in transition.guards:
                guard(Step(actor, subject, transition, facts=facts))
        except DomainError as error:
            return str(error.text)
        return ""

    # ---- taking a step

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
        self._record(step.actor, transition, step.reason, [subject])
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
        subjects = list(rows.filter(state=state))
        self.model._default_manager.filter(pk__in=[subject.pk for subject in subjects]).update(state=transition.next)
        for subject in subjects:
            subject.state = transition.next  # type: ignore[attr-defined]  # as in `apply`
        self._record(actor, transition, "", subjects)
        audit.record(actor, f"{self.name}.{action}", of, count=len(subjects))
        return subjects

    # ---- parts

    @staticmethod
    def state_of(subject: M) -> str:
        return subject.state  # type: ignore[attr-defined]  # as in `apply`

    def _lock_row(self, pk: UUID) -> M:
        return self.model._default_manager.select_for_update(of=("self",)).get(pk=pk)

    def _has_been_taken(self, subject: M, action: str, expected: str) -> bool:
        state = self.state_of(subject)
        if expected:
            line = self.find(expected, action)
            return line is not None and line.next == state != expected
        leads_here = any(line.action == action and line.next == state for line in self.transitions)
        return leads_here and self.find(state, action) is None

    def _may(self, actor: Actor, subject: M, who: str) -> bool:
        rule = self.actors.get(who)
        if rule is None:
            return False
        return visible(self.model, actor, rule).filter(pk=subject.pk).exists()

    def _record(self, actor: Actor, transition: Transition, reason: str, subjects: list[M]) -> None:
        TransitionRecord.objects.bulk_create(
            TransitionRecord(
                subject_type=self.model._meta.label_lower,
                subject_id=subject.pk,
                scope_id=self._scope(subject) if self._scope else None,
                action=transition.action,
                before=transition.state,
                after=transition.next,
                person_id=actor.person_id,
                capacity=actor.capacity,
                reason=reason,
            )
            for subject in subjects
        )


LIFECYCLES: list[Lifecycle[Any]] = []
"""Every lifecycle of the program, for tests and pages that walk all of them."""


def label_of(record: TransitionRecord) -> str:
    """Return what a record says happened, in the words of its button; the action's name when no table has it now."""
    for lifecycle in LIFECYCLES:
        line = lifecycle.find(record.before, record.action)
        if line is not None and lifecycle.model._meta.label_lower == record.subject_type:
            return str(line.label)
    return record.action


def records_of(subject: Model) -> QuerySet[TransitionRecord]:
    """Return the steps that were taken on a row, newest first."""
    return TransitionRecord.objects.filter(subject_id=subject.pk)


def records_in(scope: Model) -> QuerySet[TransitionRecord]:
    """Return the steps that were taken on all that belongs to `scope`, newest first."""
    return TransitionRecord.objects.filter(scope_id=scope.pk)
