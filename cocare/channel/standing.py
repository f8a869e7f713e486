"""Where a writer stands in a conversation, remembered for a minute at most so that a send needs no look-up.

Forgotten at once when authority changes: people services announce it, in this process or through the socket's bus.
"""

import time
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from cocare.core import clock
from cocare.core.access import Actor
from cocare.core.access.bulk import visible_keys
from cocare.core.errors import Forbidden, NotFound

from . import naming, rules
from .models import Conversation

KEPT_SECONDS = 60
KEPT_AT_MOST = 20_000  # people


@dataclass(frozen=True, slots=True)
class Standing:
    """May write in `conversation_id`, under this name."""

    conversation_id: UUID
    kind: str
    name: str
    title: str


_known: dict[UUID | None, dict[tuple, tuple[float, Standing]]] = {}


def _key(actor: Actor, conversation_id: UUID) -> tuple:
    return actor.capacity, conversation_id, clock.today()


def remembered(actor: Actor, conversation_id: UUID) -> Standing | None:
    """The standing if it was looked up within the last minute; never a query."""
    found = _known.get(actor.person_id, {}).get(_key(actor, conversation_id))
    if found is None or found[0] < time.monotonic():
        return None
    return found[1]


def look_up(actor: Actor, conversation_id: UUID) -> Standing:
    """Ask the rules. Raises NotFound when the conversation is invisible, Forbidden when the actor may only read."""
    if len(_known) >= KEPT_AT_MOST:
        _known.clear()
    began, mine = time.monotonic(), _known.setdefault(actor.person_id, {})
    if not visible_keys(Conversation, actor, [conversation_id], rules.post_to):
        # Nearly everybody who writes may; who may write sees it too.
        raise Forbidden if visible_keys(Conversation, actor, [conversation_id], rules.member) else NotFound
    conversation = Conversation.objects.select_related("pupil", "school_class").get(pk=conversation_id)
    name, title = naming.names(actor, conversation)
    standing = Standing(conversation.pk, conversation.kind, name, title)
    # Into the memory that was there before the question: what is forgotten meanwhile takes this with it.
    mine[_key(actor, conversation_id)] = (began + KEPT_SECONDS, standing)
    return standing


def of(actor: Actor, conversation_id: UUID) -> Standing:
    return remembered(actor, conversation_id) or look_up(actor, conversation_id)


def forget(person_ids, **_) -> None:
    """Handler of `authority.changed`: now, and again after the commit for what was looked up in between.

    No ids at all stands for everyone.
    """
    person_ids = list(person_ids)
    _forget(person_ids)
    transaction.on_commit(lambda: _forget(person_ids))


def _forget(person_ids) -> None:
    if not person_ids:
        _known.clear()
    for person_id in person_ids:
        _known.pop(person_id, None)


def forget_here(person_ids, **_) -> None:
    """Handler of `authority.heard`: another process announced it, its commit is over. Ids may be text."""
    _forget([UUID(str(person_id)) for person_id in person_ids])


def forget_everyone() -> None:
    _known.clear()
