"""Opening files of a sensitive purpose goes on record."""

from cocare.core import audit
from cocare.core.access import Actor

from .. import purposes
from ..models import File


def record_sensitive_opening(*, actor: Actor, file: File) -> bool:
    """Put on record that a file of a sensitive purpose was opened. Return whether it is one."""
    purpose = purposes.find(file.purpose)
    if purpose is None or not purpose.sensitive:
        return False
    if file.attached_at:
        audit.record(actor, "file.open", file, purpose=file.purpose)
    return True
