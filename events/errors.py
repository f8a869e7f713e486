"""What this app refuses, each with a sentence for the person who asked."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cocare.core.errors import Conflict, DomainError

if TYPE_CHECKING:
    from .models import Entry


class NotNow(Conflict):
    text = _("This step is not open at this time. Please open the page again.")


class NotYours(DomainError):
    code = "forbidden"
    status = 403
    text = _("Someone else has to take this step.")


class QuotaUsedUp(Conflict):
    text = _("Your school has used all its places in this showcase. Your draft is kept.")


class DeadlinePassed(Conflict):
    text = _("The deadline for entries has passed. Your draft is kept.")


class DraftChanged(Conflict):
    """Another window or an author saved in between. `theirs` is the entry as it is stored now."""

    text = _("This work was saved somewhere else in the meantime. Choose which text to keep.")

    def __init__(self, theirs: "Entry"):
        super().__init__()
        self.theirs = theirs


class TooFewJurors(Conflict):
    text = _("Too few jurors are free of conflicts for some works. Nobody was assigned.")
    counted = _("{count} works would have too few jurors.")


class TooManyFiles(Conflict):
    text = _("A work can have eight files. Take one away first.")
