"""The record of steps that were taken: written with each step, never changed."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from ..access import Actor
from ..models import TransitionRecord
from .transition import Transition


def record_steps(
    actor: Actor,
    transition: Transition,
    subjects: Sequence[Model],
    *,
    reason: str = "",
    scope: Callable[[Any], UUID] | None = None,
) -> None:
    """Put on record that `actor` led each of the rows along a transition; `scope` returns what a row belongs to."""
    TransitionRecord.objects.bulk_create(
        TransitionRecord(
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            scope_id=scope(subject) if scope else None,
            action=transition.action,
            before=transition.state,
            after=transition.next,
            person_id=actor.person_id,
            capacity=actor.capacity,
            reason=reason,
        )
        for subject in subjects
    )


def records_of(subject: Model) -> QuerySet[TransitionRecord]:
    """Return the steps that were taken on a row, newest first."""
    return TransitionRecord.objects.filter(subject_id=subject.pk)


def records_in(scope: Model) -> QuerySet[TransitionRecord]:
    """Return the steps that were taken on all that belongs to `scope`, newest first."""
    return TransitionRecord.objects.filter(scope_id=scope.pk)
