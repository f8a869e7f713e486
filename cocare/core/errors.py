"""The refusals of services, each with a sentence that its reader understands.

Views show the sentence beside the form, sockets send a typed error, the API a problem document (RFC 9457).
The codes are those of the wire protocol.
"""

from collections.abc import Mapping, Sequence
from typing import Self

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal with a code of the wire and a translatable sentence; `fields` says where in a form it belongs."""

    code = "conflict"
    status = 409
    text: str | Promise = _("This can't be done any more. Please open the page again.")

    def __init__(
        self, text: str | Promise | None = None, *, fields: Mapping[str, Sequence[str | Promise]] | None = None
    ):
        self.text = text or type(self).text
        self.fields = dict(fields or {})
        super().__init__(self.text)

    @classmethod
    def at(cls, field: str) -> Self:
        """Return this refusal with its sentence beside one field of the form."""
        return cls(fields={field: [str(cls.text)]})


class Conflict(DomainError):
    """The state moved on since the person saw it."""


class Invalid(DomainError):
    """Refused by its form; `fields` maps a field's name to its sentences."""

    code = "invalid"
    status = 422
    text = _("Please look at the marked fields again.")

    @classmethod
    def from_form(cls, form: BaseForm) -> "Invalid":
        fields = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
        return cls(next(iter(fields.values()))[0] if len(fields) == 1 else None, fields=fields)


class NotFound(DomainError, Http404):
    """Absent or not visible to this person: the two must look alike."""

    code = "not_found"
    status = 404
    text = _("There is nothing here for you to see.")


class Forbidden(DomainError, PermissionDenied):
    """Visible, but not to be done by this person."""

    code = "forbidden"
    status = 403
    text = _("You can see this, but you can't do that here.")


class TooFast(DomainError):
    """Over a rate limit; `retry_after` in seconds."""

    code = "too_fast"
    status = 429
    text = _("That was a little fast. Please try again in a moment.")

    def __init__(self, text=None, *, retry_after: float = 1.0):
        super().__init__(text)
        self.retry_after = retry_after


class Busy(DomainError):
    """The service can't do it now; the caller keeps the draft and tries again."""

    code = "busy"
    status = 503
    text = _("We can't save this right now. Your text is kept; please try again in a minute.")
