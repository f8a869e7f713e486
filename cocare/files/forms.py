"""How other apps take files in their forms.

    class MessageForm(FilesForm):
        body = forms.CharField(...)
        files = FilesField(purpose="message", max_files=9)

    form = MessageForm(request.POST, request.FILES, actor=request.actor)
    ... form.cleaned_data["files"] is a list of Files, to be bound by files.services.attach_files in the app's service

A field takes files of the form itself and the ids of files that were uploaded before (static/js/files/upload.js,
sockets, API). Files are stored while the form is checked: when another field is wrong, the page comes back with them.
"""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cocare.core.access import Actor
from cocare.core.errors import DomainError

from . import purposes, queries, services, size_limits
from .enums import FileKind
from .errors import TooManyFiles
from .formats import FORMATS
from .models import File

OFFICE_TYPES = (".docx", ".xlsx", ".pptx")


class FilesInput(forms.Widget):
    """A file input, the files that are here already, and what upload.js needs to send the rest bit by bit."""

    template_name = "files/_input.html"
    needs_multipart_form = True

    def __init__(self, purpose: str, max_files: int):
        super().__init__()
        self.purpose, self.max_files = purpose, max_files

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        ids = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        uploads = files.getlist(name) if hasattr(files, "getlist") else files.get(name) or []
        return [*filter(None, _as_list(ids)), *_as_list(uploads)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and name not in files

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        purpose = purposes.find(self.purpose)
        kinds = purpose.kinds if purpose else frozenset()
        return {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "attrs": {key: text for key, text in (attrs or {}).items() if key.startswith("aria-")},
            "kept": [file for file in value or [] if isinstance(file, File)],
            "multiple": self.max_files > 1,
            "most": self.max_files,
            "purpose": self.purpose,
            "accept": accept_attribute(kinds),
            "largest": size_limits.max_bytes_of_kinds(kinds) if kinds else 0,
            "address": reverse("files:upload.create"),
        }

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


def accept_attribute(kinds: frozenset[str]) -> str:
    """Return the `accept` of a file input: a help for choosing, not a check."""
    mimes = [known.mime for known in FORMATS if known.kind in kinds]
    suffixes = [known.extension for known in FORMATS if known.kind in kinds]
    return ",".join([*mimes, *suffixes, *(OFFICE_TYPES if FileKind.DOCUMENT in kinds else ())])


class FilesBoundField(forms.BoundField):
    """Shows the files that were stored, instead of the raw input that browsers can't be given back."""

    stored: list[File] = []

    def value(self) -> list[File]:
        return self.stored or list(self.initial or [])

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Return the attributes with a name of its own: a composer shows the input without a label."""
        return {"aria-label": str(self.label), **super().build_widget_attrs(attrs, widget)}


class FilesField(forms.Field):
    """Up to `max_files` files for `purpose`. Clean data: a list of Files, stored and attached to nothing yet."""

    default_error_messages = {"required": _("Please choose a file.")}

    def __init__(self, *, purpose: str, max_files: int = 9, **kwargs: Any):
        self.purpose, self.max_files = purpose, max_files
        super().__init__(widget=FilesInput(purpose, max_files), **kwargs)

    def get_bound_field(self, form: Any, field_name: str) -> "FilesBoundField":
        return FilesBoundField(form, self, field_name)

    def _clean_bound_field(self, bound: "FilesBoundField") -> list[File] | File | None:
        form = cast(FilesForm, bound.form)  # or another form with an `actor`
        bound.stored, errors = self.store_or_find(form.actor, bound.data)
        if errors:
            raise ValidationError(errors)
        if self.required and not bound.stored:
            raise ValidationError(self.error_messages["required"], code="required")
        return bound.stored if self.max_files > 1 else next(iter(bound.stored), None)

    def store_or_find(self, actor: Actor, values: list[Any]) -> tuple[list[File], list[ValidationError]]:
        """Store what is new, find what is known. What can't be taken becomes an error; the rest stays."""
        values = values[: self.max_files + 1]
        if len(values) > self.max_files:
            return self._known(actor, values[: self.max_files]), [ValidationError(TooManyFiles(self.max_files).text)]
        errors: list[ValidationError] = []
        fresh: dict[int, File] = {}
        for position, value in enumerate(values):
            if isinstance(value, UploadedFile):
                try:
                    fresh[position] = services.store_upload(actor=actor, upload=value, purpose=self.purpose)
                except DomainError as refusal:
                    errors.append(ValidationError(_named(value, refusal) if self.max_files > 1 else str(refusal.text)))
        known = {file.pk: file for file in self._known(actor, values)}
        ids = [_as_uuid(value) for value in values if not isinstance(value, UploadedFile)]
        if any(file_id not in known for file_id in ids):
            errors.append(ValidationError(_("A file is no longer here. Please choose it again.")))
        return [*known.values(), *fresh.values()], errors

    def _known(self, actor: Actor, values: list[Any]) -> list[File]:
        ids = [*filter(None, (_as_uuid(value) for value in values if not isinstance(value, UploadedFile)))]
        files = (
            {file.pk: file for file in queries.unattached_files(actor, self.purpose).filter(pk__in=ids)} if ids else {}
        )
        return [files[file_id] for file_id in dict.fromkeys(ids) if file_id in files]


class UploadField(FilesField):
    """One file. Clean data: a File, or None when the field is not required and empty."""

    def __init__(self, *, purpose: str, **kwargs: Any):
        super().__init__(purpose=purpose, max_files=1, **kwargs)


class FilesForm(forms.Form):
    """A form with files: it needs to know whose they are. Any form with an `actor` will do as well."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.actor = actor


def _named(upload: UploadedFile, refusal: DomainError) -> str:
    return _("%(name)s: %(reason)s") % {"name": (upload.name or "")[:60], "reason": refusal.text}


def _as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _as_uuid(value: Any) -> UUID | None:
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        return None
