"""Who sees a file: its uploader until it is attached, then whoever sees what it is attached to (purposes.py).

For each model a table verb → (see, act), and below it the conditions that it puts together.
"""

from django.db.models import Q

from cocare.core.access import NOBODY, Access, Actor, Rule, either

from . import purposes
from .enums import FileState


def _is_own_unattached(actor: Actor) -> Q:
    return Q(uploader_id=actor.person_id, attached_at=None) if actor.person_id else NOBODY


def _is_attached_to_visible(actor: Actor) -> Q:
    """Return the condition for files that are attached to what the actor sees, purpose by purpose."""
    conditions = []
    for purpose in purposes.all_purposes():
        sees = purpose.rule.condition(actor)
        if sees is not NOBODY:
            conditions.append(Q(purpose=purpose.name, attached_at__isnull=False) & sees)
    return either(*conditions)


# on File
is_ready = Rule("ready", lambda actor: Q(state=FileState.READY))
is_own_unattached = Rule("one's own, attached to nothing", _is_own_unattached)
is_attached_to_visible = Rule("attached to what one sees", _is_attached_to_visible)
sees_file = is_ready & (is_own_unattached | is_attached_to_visible)
removes_file = is_ready & is_own_unattached

# on Upload
continues_upload = Rule(
    "one's own upload", lambda actor: Q(file__uploader_id=actor.person_id) if actor.person_id else NOBODY
)

FILE = {
    "show": Access(see=sees_file),
    "remove": Access(see=removes_file),
}
UPLOAD = {
    "append": Access(see=continues_upload),
}
