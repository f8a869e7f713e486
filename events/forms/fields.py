"""Fields that several forms share."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import DateTimeInput
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class NonEchoingChoiceField(forms.ModelChoiceField):
    """One of a list. A refusal doesn't repeat what was sent."""

    default_error_messages = {"invalid_choice": _("Choose one from the list.")}

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


def moment_field(label: "StrOrPromise", help_text: "StrOrPromise" = "") -> forms.DateTimeField:
    """Return a field for a day and a time, in the browser's own widget."""
    widget = DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, help_text=help_text, widget=widget)
