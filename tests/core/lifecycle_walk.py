"""Walk a lifecycle: every state × action × who, each held against the table.

An app's test calls it with a way to make a subject in a state and with the people who stand for each `who`:

    def test_the_table_is_the_whole_truth(cast):
        walk(lifecycle.ENTRY, make=lambda state: entry_in(cast, state), people={Role.AUTHOR: …, Role.MANAGER: …})
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import models, transaction

from cocare.core.access import Actor
from cocare.core.errors import Conflict, DomainError, Forbidden
from cocare.core.lifecycle import Lifecycle, Transition
from cocare.core.models import AuditEvent, TransitionRecord

MakeSubject = Callable[[str], models.Model]


def walk(
    lifecycle: Lifecycle[Any],
    *,
    make: MakeSubject,
    people: Mapping[str, Actor],
    also: Mapping[str, Collection[str]] | None = None,
) -> None:
    """Take every action in every state as everybody, guards left out; what happens must be what the table says.

    `people` has one person for each `who`; `also` says for one of them whose steps they take besides their own.
    Guards have tests of their own, with the facts that they ask for. Everything is undone.
    """
    missing = set(lifecycle.actors) - set(people)
    assert not missing, f"{lifecycle}: nobody stands for {sorted(missing)}"
    actions = sorted({line.action for line in lifecycle.transitions})
    states = [state for state, _ in lifecycle.model._meta.get_field("state").choices]
    unreachable = {line.state for line in lifecycle.transitions} | {line.next for line in lifecycle.transitions}
    assert unreachable <= set(states), f"{lifecycle} names states that the model does not have"
    bare = _without_guards(lifecycle)
    wrong = [
        f"{who}: {action} in {state}: {got}, not {wanted}"
        for state in states
        for who, action, got in _attempts(bare, make, state, actions, people)
        if got != (wanted := _expected(lifecycle, state, action, {who, *(also or {}).get(who, ())}))
    ]
    assert not wrong, "\n".join(wrong)


def _expected(lifecycle: Lifecycle[Any], state: str, action: str, whos: Collection[str]) -> str:
    line = lifecycle.find(state, action)
    if line is None:
        leads_here = any(other.action == action and other.next == state for other in lifecycle.transitions)
        return f"stays {state}" if leads_here else "conflict"
    return f"goes to {line.next}" if line.who in whos else "forbidden"


def _attempts(
    lifecycle: Lifecycle[Any], make: MakeSubject, state: str, actions: Sequence[str], people: Mapping[str, Actor]
) -> list[tuple[str, str, str]]:
    """Return (who, action, what happened) for one subject in this state; each attempt is undone before the next."""
    with _undone():
        subject = make(state)
        counts = (TransitionRecord.objects.count(), AuditEvent.objects.count())
        attempts = []
        for action in actions:
            for who, actor in people.items():
                with _undone():
                    attempts.append((who, action, _taken(lifecycle, subject, action, actor, counts)))
        return attempts


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _taken(lifecycle: Lifecycle[Any], subject: models.Model, action: str, actor: Actor, counts: tuple[int, int]) -> str:
    records, events = counts
    before = subject.state
    try:
        after = lifecycle.take(actor=actor, pk=subject.pk, action=action, reason="为了测试")
    except Forbidden:
        return "forbidden"
    except Conflict:
        return "conflict"
    except DomainError as error:
        return f"{type(error).__name__}: {error.text}"
    stored = type(subject).objects.get(pk=subject.pk)
    assert stored.state == after.state
    written = (TransitionRecord.objects.count() - records, AuditEvent.objects.count() > events)
    if stored.state == before and written == (0, False):
        return f"stays {before}"
    assert written == (1, True), f"{action} in {before} left {written} on record"
    return f"goes to {stored.state}"


def _without_guards(lifecycle: Lifecycle[Any]) -> Lifecycle[Any]:
    bare = object.__new__(Lifecycle)
    bare.__dict__ = {**lifecycle.__dict__, "transitions": tuple(_bare(line) for line in lifecycle.transitions)}
    return bare


def _bare(line: Transition) -> Transition:
    return replace(line, guards=())
