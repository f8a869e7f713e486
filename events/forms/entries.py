"""What an author sends: a draft, its files, a step."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.widgets import Textarea
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cocare.core.validity_period import in_force
from cocare.files.forms import FilesField, FilesForm
from cocare.people.enums import OrganisationKind
from cocare.people.models import Organisation, Person, Post

from ..enums import StepTaker, TrackKind
from ..lifecycle import ENTRY
from ..models import Entry, Track
from ..rules import FILES
from .fields import NonEchoingChoiceField

TRACKS_OF = {
    OrganisationKind.KINDERGARTEN: (TrackKind.KINDERGARTEN,),
    OrganisationKind.SCHOOL: (TrackKind.PRIMARY, TrackKind.JUNIOR, TrackKind.SENIOR),
}
AUTHOR_ACTIONS = sorted({step.action for step in ENTRY.transitions if step.who == StepTaker.AUTHOR})


class SchoolForm(forms.Form):
    """From which of one's posts a work is entered."""

    def __init__(self, *args: Any, schools: QuerySet[Organisation], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["school"] = NonEchoingChoiceField(label=_("School"), queryset=schools)


class EntryForm(forms.Form):
    """A draft: everything may still be empty, nothing may be wrong."""

    title = forms.CharField(label=_("Title of the work"), max_length=60, required=False)
    track = NonEchoingChoiceField(
        label=_("Track"), queryset=Track.objects.none(), required=False, empty_label=_("Choose a track")
    )
    author_1 = NonEchoingChoiceField(label=_("First author"), queryset=Person.objects.none(), required=False)
    author_2 = NonEchoingChoiceField(label=_("Second author"), queryset=Person.objects.none(), required=False)
    author_3 = NonEchoingChoiceField(label=_("Third author"), queryset=Person.objects.none(), required=False)
    summary = forms.CharField(
        label=_("What it is, in one or two sentences"), max_length=200, required=False, widget=Textarea({"rows": 2})
    )
    body = forms.CharField(
        label=_("The work"), max_length=20_000, required=False, widget=Textarea({"rows": 14}),
        help_text=_("Leave a line between paragraphs; a line that starts with # is a heading. Name no child."),
    )  # fmt: skip
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    AUTHORS = ("author_1", "author_2", "author_3")
    NEEDED = ("title", "track", "author_1", "summary", "body")

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any):
        super().__init__(*args, **kwargs)
        kinds = TRACKS_OF.get(OrganisationKind(entry.school.kind), (TrackKind.COMMUNITY,))
        self._offer("track", entry.showcase.tracks.filter(kind__in=kinds))
        colleagues = Post.objects.filter(in_force(), organisation=entry.school)
        people = Person.objects.filter(pk__in=colleagues.values("person")).order_by("name", "pk")
        for name in self.AUTHORS:
            self._offer(name, people, empty_label=_("Nobody"))

    def _offer(self, name: str, rows: QuerySet[Any], **attributes: Any) -> None:
        field = self.fields[name]
        for attribute, value in ({"queryset": rows} | attributes).items():
            setattr(field, attribute, value)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        authors = [values[name] for name in self.AUTHORS if values.get(name)]
        if len({person.pk for person in authors}) < len(authors):
            self.add_error("author_2", _("Each author can be named once."))
        values["authors"] = authors
        return values

    def mark_needed(self) -> "EntryForm":
        """Draw as required what sending in will need: a draft may still lack it."""
        for name in self.NEEDED:
            self.fields[name].required = True
        return self

    def go_on_from(self, entry: Entry) -> None:
        """Show the version that was just saved, so that the next save of this page starts from it."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["version"] = str(entry.version)
        self.data = data


def entry_initial(entry: Entry) -> dict[str, Any]:
    """Return what EntryForm shows of an entry."""
    values = {name: getattr(entry, name) for name in ("title", "summary", "body", "version")}
    values["track"] = entry.track_id
    for name, author in zip(EntryForm.AUTHORS, entry.authors.all(), strict=False):
        values[name] = author.person_id
    return values


class EntryStepForm(forms.Form):
    """A step that the author of a work takes."""

    action = forms.ChoiceField(choices=[(action, action) for action in AUTHOR_ACTIONS])


class EntryFilesForm(FilesForm):
    files = FilesField(  # type: ignore[assignment]  # Django keeps declared fields apart from the form's own files
        label=_("Add files"), purpose=FILES, max_files=5,
        help_text=_("PDF, office documents or pictures. Jurors get copies without names."),
    )  # fmt: skip
