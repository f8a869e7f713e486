"""How other rooms take files in their forms.

    class MessageForm(FilesForm):
        body = forms.CharField(...)
        files = FilesField(purpose="message", most=9)

    form = MessageForm(request.POST, request.FILES, actor=request.actor)
    ... form.cleaned_data["files"] is a list of Files, to be bound by files.services.attach(...) in the room's service

A field takes files of the form itself and the ids of files that were uploaded before (static/js/files/upload.js,
sockets, API). Files are kept while the form is checked: when another field is wrong, the page comes back with them.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cocare.core.access import Actor
from cocare.core.errors import DomainError

from . import limits, queries, rules, services
from .enums import Kind
from .errors import TooMany
from .formats import FORMATS
from .models import File

OFFICE_TYPES = (".docx", ".xlsx", ".pptx")


class FilesInput(forms.Widget):
    """A file input, the files that are here already, and what upload.js needs to send the rest bit by bit."""

    template_name = "files/_input.html"
    needs_multipart_form = True

    def __init__(self, purpose: str, most: int):
        super().__init__()
        self.purpose, self.most = purpose, most

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        given = files.getlist(name) if hasattr(files, "getlist") else files.get(name) or []
        known = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        known = known if isinstance(known, list | tuple) else [known]
        return [*(one for one in known if one), *(given if isinstance(given, list | tuple) else [given])]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and name not in files

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        place = rules.purpose(self.purpose)
        kinds = place.kinds if place else frozenset()
        return {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "attrs": {key: text for key, text in (attrs or {}).items() if key.startswith("aria-")},
            "kept": [one for one in value or [] if isinstance(one, File)],
            "multiple": self.most > 1,
            "most": self.most,
            "purpose": self.purpose,
            "accept": accepted(kinds),
            "largest": limits.largest(kinds) if kinds else 0,
            "address": reverse("files:upload.create"),
        }

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> str:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


def accepted(kinds: frozenset[str]) -> str:
    """The `accept` of a file input: a help for choosing, not a check."""
    mimes = [one.mime for one in FORMATS if one.kind in kinds]
    endings = [one.extension for one in FORMATS if one.kind in kinds]
    return ",".join([*mimes, *endings, *(OFFICE_TYPES if Kind.DOCUMENT in kinds else ())])


class FilesBoundField(forms.BoundField):
    """Shows what was kept, instead of the raw input that browsers can't be given back."""

    kept: list[File] = []

    def value(self) -> list[File]:
        return self.kept or list(self.initial or [])

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """With its name of its own: a composer shows the input without a label."""
        return {"aria-label": str(self.label), **super().build_widget_attrs(attrs, widget)}


class FilesField(forms.Field):
    """Up to `most` files for `purpose`. Clean data: a list of Files, kept and attached to nothing yet."""

    default_error_messages = {"required": _("Please choose a file.")}

    def __init__(self, *, purpose: str, most: int = 9, **kwargs: Any):
        self.purpose, self.most = purpose, most
        super().__init__(widget=FilesInput(purpose, most), **kwargs)

    def get_bound_field(self, form: Any, field_name: str) -> "FilesBoundField":
        return FilesBoundField(form, self, field_name)

    def _clean_bound_field(self, bound: "FilesBoundField") -> list[File] | File | None:
        bound.kept, errors = self.take(bound.form.actor, bound.data)
        if errors:
            raise ValidationError(errors)
        if self.required and not bound.kept:
            raise ValidationError(self.error_messages["required"], code="required")
        return bound.kept if self.most > 1 else next(iter(bound.kept), None)

    def take(self, actor: Actor, values: list[Any]) -> tuple[list[File], list[ValidationError]]:
        """Keep what is new, find what is known. What can't be taken becomes an error; the rest stays."""
        values = values[: self.most + 1]
        if len(values) > self.most:
            return self._known(actor, values[: self.most]), [ValidationError(TooMany(self.most).text)]
        errors, fresh = [], {}
        for place, value in enumerate(values):
            if isinstance(value, UploadedFile):
                try:
                    fresh[place] = services.keep(actor=actor, upload=value, purpose=self.purpose)
                except DomainError as refusal:
                    errors.append(ValidationError(_named(value, refusal) if self.most > 1 else str(refusal.text)))
        known = {file.pk: file for file in self._known(actor, values)}
        ids = [_as_uuid(value) for value in values if not isinstance(value, UploadedFile)]
        if any(one not in known for one in ids):
            errors.append(ValidationError(_("A file is no longer here. Please choose it again.")))
        return [*known.values(), *fresh.values()], errors

    def _known(self, actor: Actor, values: list[Any]) -> list[File]:
        ids = [one for one in (_as_uuid(value) for value in values if not isinstance(value, UploadedFile)) if one]
        found = {file.pk: file for file in queries.waiting(actor, self.purpose).filter(pk__in=ids)} if ids else {}
        return [found[one] for one in dict.fromkeys(ids) if one in found]


class UploadField(FilesField):
    """One file. Clean data: a File, or None when the field is not required and empty."""

    def __init__(self, *, purpose: str, **kwargs: Any):
        super().__init__(purpose=purpose, most=1, **kwargs)


class FilesForm(forms.Form):
    """A form with files: it needs to know whose they are. Any form with an `actor` will do as well."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.actor = actor


def _named(upload: UploadedFile, refusal: DomainError) -> str:
    return _("%(name)s: %(reason)s") % {"name": (upload.name or "")[:60], "reason": refusal.text}


def _as_uuid(value: Any) -> UUID | None:
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        return None
