"""Taking a step of a lifecycle: found in the table, allowed for who asks, guarded, logged."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Model

from cocare.core import audit
from cocare.core.access import Actor

from ..enums import Move, find_move
from ..errors import NotNow
from ..models import Showcase, TransitionLog
from . import guards


def lock(showcase_id: UUID) -> Showcase:
    """The showcase, with its row held until the end of the transaction."""
    return Showcase.objects.select_for_update(of=("self",)).get(pk=showcase_id)


def check(table: Iterable[Move], subject: Model, action: str, **facts) -> Move:
    """The line of the table for this action now. Raises NotNow, or what its guards raise."""
    move = find_move(table, subject.state, action)
    if move is None:
        raise NotNow
    for name in move.guards:
        guards.ALL[name](subject, **facts)
    return move


def open_moves(table: Iterable[Move], subject: Model) -> list[Move]:
    """The lines that leave the subject's state, guards not asked."""
    return [move for move in table if move.state == subject.state]


def apply(actor: Actor, showcase: Showcase, subject: Model, move: Move, reason: str = "") -> None:
    """Put the subject into the move's next state and write it down. The caller saves further fields itself."""
    before, subject.state = subject.state, move.next
    subject.save(update_fields=["state"])
    TransitionLog.objects.create(
        showcase=showcase,
        subject_type=subject._meta.model_name,
        subject_id=subject.pk,
        action=move.action,
        before=before,
        after=move.next,
        person_id=actor.person_id,
        reason=reason,
    )
    audit.record(actor, f"{subject._meta.model_name}.{move.action}", subject, before=before, after=move.next)
