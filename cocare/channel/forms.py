"""All input, from pages, socket and API alike."""

from contextlib import suppress
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cocare.core.ids import uuid7
from cocare.files.forms import FilesField, FilesForm

from .models import BODY_LIMIT
from .queries import StreamPosition

FILES_AT_MOST = 9
WRITTEN_OUT = 36  # characters of a UUID


class MessageBodyField(forms.CharField):
    """What a person writes: at most 4,000 characters, line ends as one character whatever the browser sends."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Message"))
        super().__init__(
            max_length=BODY_LIMIT,
            error_messages={
                "required": _("Please write something first."),
                "max_length": _("That is too long: at most %(limit_value)d characters, you have %(show_value)d."),
            },
            **kwargs,
        )

    def to_python(self, value):
        if value is not None and not isinstance(value, str):
            raise ValidationError(_("This must be text."), code="type")
        text = super().to_python(value and value.replace("\r\n", "\n").replace("\r", "\n"))
        try:
            text.encode()
        except UnicodeEncodeError:
            raise ValidationError(_("There is a character in it that can't be saved."), code="surrogate") from None
        return text


class IdField(forms.UUIDField):
    default_error_messages = {"invalid": _("This is not a valid identifier.")}

    def clean(self, value):
        """As Django's, with a short way for what nearly every identifier is: it costs a fifth."""
        if value is None and not self.required:
            return None
        if type(value) is str and len(value) == WRITTEN_OUT:
            with suppress(ValueError):
                return UUID(value)
        return super().clean(value)

    def to_python(self, value):
        if value is not None and not isinstance(value, (str, UUID)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class FileIdsField(forms.Field):
    """Ids of files that were uploaded before: a list (socket, API) or several values of a form."""

    widget = forms.MultipleHiddenInput
    takes_list = True  # the socket's check of JSON shapes asks

    def to_python(self, value) -> tuple[UUID, ...]:
        if value in self.empty_values:
            return ()
        if not isinstance(value, (list, tuple)):
            raise ValidationError(_("This must be a list of files."), code="type")
        if len(value) > FILES_AT_MOST:
            raise ValidationError(_("At most %(count)d files at once."), params={"count": FILES_AT_MOST})
        return tuple(dict.fromkeys(IdField().clean(file_id) for file_id in value))


class MessageForm(forms.Form):
    """What every way of sending has in common."""

    body = MessageBodyField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 1, "maxlength": BODY_LIMIT, "autocomplete": "off"}),
    )
    client_id = IdField(widget=forms.HiddenInput, initial=uuid7)
    reply_to = IdField(required=False, widget=forms.HiddenInput)

    def clean(self):
        data = super().clean()
        if not data.get("body") and not data.get("files") and not self.errors:
            self.add_error("body", _("Please write something first."))
        return data


class SendForm(FilesForm, MessageForm):
    """The page's composer: files come along, or were uploaded while writing."""

    files = FilesField(purpose="message", max_files=FILES_AT_MOST, required=False, label=_("Pictures and files"))  # type: ignore[assignment]  # uploads are the instance's

    def clean_files(self) -> tuple[UUID, ...]:
        return tuple(file.pk for file in self.cleaned_data["files"])


class SendData(MessageForm):
    """The API's and the socket's: ids of files that were uploaded before."""

    files = FileIdsField(required=False)  # type: ignore[assignment]  # likewise


class SendCommand(SendData):
    conversation = IdField()


class MessageEditForm(forms.Form):
    body = MessageBodyField(widget=forms.Textarea(attrs={"rows": 4, "maxlength": BODY_LIMIT}))


class EditCommand(MessageEditForm):
    message = IdField()


class RecallCommand(forms.Form):
    message = IdField()


class ReadMarkForm(forms.Form):
    through = forms.IntegerField(min_value=0, max_value=2**53)

    def clean_through(self) -> int:
        if isinstance(self.data.get("through"), bool):
            raise ValidationError(_("Enter a whole number."))
        return self.cleaned_data["through"]


class ReadCommand(ReadMarkForm):
    conversation = IdField()


class TypingCommand(forms.Form):
    conversation = IdField()


class ConversationSearchForm(forms.Form):
    """The list's search box: a child, a class or a colleague by name."""

    q = forms.CharField(required=False, max_length=40, label=_("Search conversations"))


class DirectStartForm(forms.Form):
    """A person to write to, as "person:capacity": the pairs of the matrix."""

    to = forms.CharField(max_length=80)

    def clean_to(self) -> tuple[UUID, str]:
        person, _colon, capacity = self.cleaned_data["to"].partition(":")
        return IdField().clean(person), capacity


class SinceForm(forms.Form):
    since = forms.IntegerField(required=False, min_value=0, max_value=2**53)


class StreamPositionForm(forms.Form):
    """Which part of the stream to show, as an address names it."""

    before = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    after = forms.IntegerField(required=False, min_value=0, max_value=2**53)
    at = forms.IntegerField(required=False, min_value=1, max_value=2**53)


def stream_position(query: QueryDict) -> StreamPosition:
    """Return the position that an address names; what makes no sense names none."""
    form = StreamPositionForm(query)
    form.is_valid()
    named = form.cleaned_data
    return StreamPosition(before=named.get("before"), after=named.get("after"), around=named.get("at"))
