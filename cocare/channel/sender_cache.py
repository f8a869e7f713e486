"""Who may write where, and under which name: remembered for a minute at most, so that a socket's send asks nothing.

Forgotten at once when authority changes: people services announce it, in this process or through the socket's bus.
Only socket processes listen to that bus, so only socket commands may believe `cached_sender`; pages and the API ask
`look_up_sender` each time.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from cocare.core import clock
from cocare.core.access import Actor
from cocare.core.access.bulk import visible_keys
from cocare.core.errors import Forbidden, NotFound

from . import author_names, rules
from .models import Conversation

KEPT_SECONDS = 60
KEPT_AT_MOST = 20_000  # people


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody who may write in a conversation, and the name and title under which they do."""

    conversation_id: UUID
    name: str
    title: str


Key = tuple[str, UUID, date]
_senders: dict[UUID | None, dict[Key, tuple[float, Sender]]] = {}


def _key(actor: Actor, conversation_id: UUID) -> Key:
    return actor.capacity, conversation_id, clock.today()


def cached_sender(actor: Actor, conversation_id: UUID) -> Sender | None:
    """Return the sender if they were looked up within the last minute; never a query."""
    entry = _senders.get(actor.person_id, {}).get(_key(actor, conversation_id))
    if entry is None or entry[0] < time.monotonic():
        return None
    return entry[1]


def look_up_sender(actor: Actor, conversation_id: UUID) -> Sender:
    """Ask the rules. Raise NotFound when the conversation is invisible, Forbidden when the actor may only read."""
    if len(_senders) >= KEPT_AT_MOST:
        _senders.clear()
    began, mine = time.monotonic(), _senders.setdefault(actor.person_id, {})
    if not visible_keys(Conversation, actor, [conversation_id], rules.post_to):
        # Nearly everybody who writes may; whoever may write sees it too.
        raise Forbidden if visible_keys(Conversation, actor, [conversation_id], rules.member) else NotFound
    conversation = Conversation.objects.get(pk=conversation_id)
    sender = Sender(conversation.pk, *author_names.author_of(actor, conversation))
    # Into the dict that was there before the question: what is forgotten meanwhile takes this with it.
    mine[_key(actor, conversation_id)] = (began + KEPT_SECONDS, sender)
    return sender


def forget_senders(person_ids: Iterable[UUID], **_: object) -> None:
    """Handler of `authority.changed`: now, and again after the commit for what was looked up in between.

    No ids at all stands for everyone.
    """
    person_ids = list(person_ids)
    _forget(person_ids)
    transaction.on_commit(lambda: _forget(person_ids))


def _forget(person_ids: list[UUID]) -> None:
    if not person_ids:
        _senders.clear()
    for person_id in person_ids:
        _senders.pop(person_id, None)


def forget_on_authority_change(person_ids: Iterable[UUID | str], **_: object) -> None:
    """Handler of `authority.heard`: another process announced it, its commit is over. Ids may be text."""
    _forget([UUID(str(person_id)) for person_id in person_ids])
