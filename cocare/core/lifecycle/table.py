"""What a lifecycle's table says: which steps leave a state, whose they are, and what stands in their way."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q

from ..access import NOBODY, Actor, Rule, visible
from ..errors import DomainError
from .transition import Step, Transition

M = TypeVar("M", bound=Model)


class TransitionTable(Generic[M]):
    """The transitions of one model's states, read only.

    `actors` says for each `who` which rows a person may take such steps on, as a rule on the model.
    """

    def __init__(self, model: type[M], transitions: Iterable[Transition], actors: Mapping[str, Rule]):
        self.model = model
        self.transitions = tuple(transitions)
        self.actors = dict(actors)

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

    @staticmethod
    def state_of(subject: M) -> str:
        return subject.state  # type: ignore[attr-defined]  # every model with a lifecycle has a state

    def _may(self, actor: Actor, subject: M, who: str) -> bool:
        rule = self.actors.get(who)
        if rule is None:
            return False
        return visible(self.model, actor, rule).filter(pk=subject.pk).exists()
