"""A message on its way: what is asked for, what goes into a batch, and what comes of it."""

from dataclasses import dataclass, field
from typing import Any, Required, TypedDict
from uuid import UUID

from cocare.core.access import Actor
from cocare.core.errors import DomainError
from cocare.core.ids import uuid7


class MessageContent(TypedDict, total=False):
    """What somebody wants to say, as the forms leave it. `files` are the ids of own uploads."""

    client_id: Required[UUID]
    body: Required[str]
    reply_to: UUID | None
    files: tuple[UUID, ...]


@dataclass(slots=True)  # frozen would cost as much as all its checks
class OutgoingMessage:
    """One message to send. Whether `actor` may was decided before; `name` and `title` are kept with the message."""

    actor: Actor
    conversation_id: UUID
    client_id: UUID
    body: str
    name: str
    title: str = ""
    reply_to: UUID | None = None
    files: tuple[UUID, ...] = ()
    id: UUID = field(default_factory=uuid7)

    @property
    def key(self) -> tuple[UUID | None, UUID]:
        """What makes a send repeatable: its author and the id that the client gave it."""
        return self.actor.person_id, self.client_id


@dataclass(frozen=True, slots=True)
class SendResult:
    """The message on the wire, its conversation, and whether this very send made it."""

    conversation_id: UUID
    message: dict[str, Any]
    created: bool


Outcome = SendResult | DomainError
