"""Who sees a file: its uploader until it is attached, then whoever sees what it is attached to.

A room above says for its purpose who that is, from the `ready()` of its app:

    files.rules.register("message", lambda actor: Q(Exists(MessageFile.objects.filter(
        file=OuterRef("pk"), message__in=visible(Message, actor, rules.reads)))), kinds=PICTURES_AND_DOCUMENTS)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q

from cocare.core.access import NOBODY, Actor, Rule

from .enums import Kind, State

EVERY_KIND = frozenset(Kind.values)


@dataclass(frozen=True, slots=True)
class Purpose:
    """A place that files are for. Opening one of a `sensitive` purpose is put on record."""

    name: str
    condition: Callable[[Actor], Q]
    kinds: frozenset[str] = EVERY_KIND
    sensitive: bool = False


_purposes: dict[str, Purpose] = {}


def register(
    purpose: str,
    condition: Callable[[Actor], Q],
    *,
    kinds: Iterable[str] = EVERY_KIND,
    sensitive: bool = False,
) -> None:
    """Make a purpose known. `condition(actor)` is a Q on rows of File, an Exists() on what they are attached to."""
    _purposes[purpose] = Purpose(purpose, condition, frozenset(kinds), sensitive)


def purpose(name: str) -> Purpose | None:
    return _purposes.get(name)


def purposes() -> list[Purpose]:
    return list(_purposes.values())


def _own_unattached(actor: Actor) -> Q:
    return Q(uploader_id=actor.person_id, attached_at=None) if actor.person_id else NOBODY


def _attached(actor: Actor) -> Q:
    found = NOBODY
    for one in _purposes.values():
        found |= Q(purpose=one.name, attached_at__isnull=False) & one.condition(actor)
    return found


ready = Rule("ready", lambda actor: Q(state=State.READY))
own_unattached = Rule("one's own, attached to nothing", _own_unattached)
attached = Rule("attached to what one sees", _attached)

# on File
visible = ready & (own_unattached | attached)
removable = ready & own_unattached

# on Upload
own_upload = Rule("one's own upload", lambda actor: Q(file__uploader_id=actor.person_id) if actor.person_id else NOBODY)
