"""All input of the room is checked here."""

from django import forms
from django.core.validators import RegexValidator
from django.forms.widgets import CheckboxSelectMultiple, DateTimeInput, RadioSelect, Textarea
from django.utils.translation import gettext_lazy as _

from cocare.core.validity_period import in_force
from cocare.files.forms import FilesField, FilesForm
from cocare.people.enums import OrganisationKind
from cocare.people.models import Organisation, Person, Post

from .enums import SHOWCASE_MOVES, TrackKind
from .models import Dimension, Entry, Showcase, Track

YEARS = (2000, 2100)
TRACKS_OF = {
    OrganisationKind.KINDERGARTEN: (TrackKind.KINDERGARTEN,),
    OrganisationKind.SCHOOL: (TrackKind.PRIMARY, TrackKind.JUNIOR, TrackKind.SENIOR),
}


class Pick(forms.ModelChoiceField):
    """One of a list. A refusal doesn't repeat what was sent."""

    default_error_messages = {"invalid_choice": _("Choose one from the list.")}

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


def _moment(label, help_text="") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, help_text=help_text, widget=DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )


class ShowcaseForm(forms.Form):
    """What a call says, and how its works are judged."""

    title = forms.CharField(label=_("Title"), max_length=60)
    theme = forms.CharField(label=_("Theme"), max_length=120)
    year = forms.IntegerField(label=_("Year"), min_value=YEARS[0], max_value=YEARS[1])
    code = forms.CharField(
        label=_("Code of the showcase"), max_length=8,
        help_text=_("Stands in the certificate numbers, for example GY."),
        validators=[RegexValidator(r"^[A-Z0-9]{2,8}$", _("Use 2 to 8 capital letters or digits."))],
    )  # fmt: skip
    call_text = forms.CharField(label=_("Text of the call"), max_length=6000, widget=Textarea({"rows": 10}))
    tracks = forms.MultipleChoiceField(label=_("Tracks"), choices=TrackKind, widget=CheckboxSelectMultiple)
    opens_at = _moment(_("Entries open"))
    closes_at = _moment(_("Deadline for entries"), _("At least 20 working days after the call."))
    scoring_until = _moment(_("Scores due"))
    quota_small = forms.IntegerField(label=_("Places for up to 24 classes"), min_value=1, max_value=20, initial=2)
    quota_middle = forms.IntegerField(label=_("Places for 25 to 48 classes"), min_value=1, max_value=20, initial=3)
    quota_large = forms.IntegerField(label=_("Places above 48 classes"), min_value=1, max_value=20, initial=4)
    jurors_per_entry = forms.IntegerField(label=_("Jurors for each work"), min_value=3, max_value=9, initial=3)
    juror_load = forms.IntegerField(label=_("Most works for one juror"), min_value=1, max_value=40, initial=40)
    notice_contact = forms.CharField(
        label=_("Who takes objections"),
        max_length=120,
        help_text=_("Office and telephone, shown in the public notice."),
    )

    def clean(self) -> dict:
        found = super().clean() or {}
        opens, closes, scored = (found.get(name) for name in ("opens_at", "closes_at", "scoring_until"))
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("The deadline must come after the opening."))
        if closes and scored and closes >= scored:
            self.add_error("scoring_until", _("Scores can only be due after the deadline for entries."))
        return found


def facts_of(showcase: Showcase) -> dict:
    """What the form shows of a showcase."""
    names = [name for name in ShowcaseForm.base_fields if name != "tracks"]
    return {name: getattr(showcase, name) for name in names} | {
        "tracks": list(showcase.tracks.values_list("kind", flat=True))
    }


class MoveForm(forms.Form):
    """A step of a showcase, the state it was seen in, and the snapshot that was read."""

    action = forms.ChoiceField(choices=sorted({(move.action, move.action) for move in SHOWCASE_MOVES}))
    expected = forms.CharField(max_length=24)
    digest = forms.CharField(max_length=64, required=False)


class SchoolForm(forms.Form):
    """From which of one's posts a work is entered."""

    school = Pick(label=_("School"), queryset=Organisation.objects.none())

    def __init__(self, *args, schools, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools


class EntryForm(forms.Form):
    """A draft: everything may still be empty, nothing may be wrong."""

    title = forms.CharField(label=_("Title of the work"), max_length=60, required=False)
    track = Pick(label=_("Track"), queryset=Track.objects.none(), required=False, empty_label=_("Choose a track"))
    author_1 = Pick(label=_("First author"), queryset=Person.objects.none(), required=False)
    author_2 = Pick(label=_("Second author"), queryset=Person.objects.none(), required=False)
    author_3 = Pick(label=_("Third author"), queryset=Person.objects.none(), required=False)
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

    def __init__(self, *args, entry: Entry, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = TRACKS_OF.get(OrganisationKind(entry.school.kind), (TrackKind.COMMUNITY,))
        self.fields["track"].queryset = entry.showcase.tracks.filter(kind__in=kinds)
        colleagues = Post.objects.filter(in_force(), organisation=entry.school)
        people = Person.objects.filter(pk__in=colleagues.values("person")).order_by("name", "pk")
        for name in self.AUTHORS:
            self.fields[name].queryset = people
            self.fields[name].empty_label = _("Nobody")

    def clean(self) -> dict:
        found = super().clean() or {}
        chosen = [found.get(name) for name in self.AUTHORS if found.get(name)]
        if len({one.pk for one in chosen}) < len(chosen):
            self.add_error("author_2", _("Each author can be named once."))
        found["authors"] = chosen
        return found


def for_page(form: EntryForm) -> EntryForm:
    """The same form, drawn with what sending in will need: a draft may still lack it."""
    for name in EntryForm.NEEDED:
        form.fields[name].required = True
    return form


class EntryFilesForm(FilesForm):
    files = FilesField(
        label=_("Add files"), purpose="entry", most=5,
        help_text=_("PDF, office documents or pictures. Jurors get copies without names."),
    )  # fmt: skip


class EntryActionForm(forms.Form):
    action = forms.ChoiceField(choices=[(one, one) for one in ("submit", "resubmit", "take_back", "withdraw")])


class CheckForm(forms.Form):
    """The qualification check of one work."""

    ACTIONS = (
        ("qualify", _("Admit")),
        ("ask_correction", _("Send back for repair")),
        ("disqualify", _("Do not admit")),
    )
    action = forms.ChoiceField(label=_("Result of the check"), choices=ACTIONS, widget=RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), max_length=400, required=False, widget=Textarea({"rows": 3}),
        help_text=_("The school reads it. Needed unless the work is admitted."),
    )  # fmt: skip


class JuryForm(forms.Form):
    """Who judges, and the seed that makes the drawing repeatable."""

    jurors = forms.ModelMultipleChoiceField(
        label=_("Jurors"), queryset=Person.objects.none(), widget=CheckboxSelectMultiple
    )
    seed = forms.IntegerField(
        label=_("Seed of the drawing"), min_value=1, max_value=999_999,
        help_text=_("The same seed gives the same assignment, so that anyone can check it."),
    )  # fmt: skip

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jurors"].queryset = candidates


class SheetForm(forms.Form):
    """Marks of 1 to 10, one a dimension; all may be open until the sheet is handed in."""

    comment = forms.CharField(
        label=_("One sentence for the authors"), max_length=300, required=False, widget=Textarea({"rows": 3}),
        help_text=_("They read it without your name. At least 10 characters."),
    )  # fmt: skip
    veto = forms.BooleanField(
        label=_("Breach of privacy or copied work"), required=False,
        help_text=_("This takes the work out of the awards."),
    )  # fmt: skip

    def __init__(self, *args, dimensions: list[Dimension], **kwargs):
        super().__init__(*args, **kwargs)
        self.dimensions = dimensions
        for dimension in dimensions:
            self.fields[f"mark_{dimension.code}"] = forms.TypedChoiceField(
                label=dimension.title,
                choices=[(value, str(value)) for value in range(1, 11)],
                coerce=int,
                empty_value=None,
                required=False,
                widget=RadioSelect,
                error_messages={"invalid_choice": _("Choose a mark from 1 to 10.")},
            )

    @property
    def criteria(self) -> list[tuple[Dimension, forms.BoundField]]:
        return [(dimension, self[f"mark_{dimension.code}"]) for dimension in self.dimensions]

    @property
    def marks(self) -> dict[str, int]:
        """What is chosen, by code."""
        found = {one.code: self.cleaned_data.get(f"mark_{one.code}") for one in self.dimensions}
        return {code: value for code, value in found.items() if value is not None}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=Textarea({"rows": 3}))


class TieForm(forms.Form):
    place = forms.IntegerField(label=_("Place among the equal works"), min_value=1, max_value=99)


class ObjectionForm(forms.Form):
    """A named objection. Whoever objects can be reached."""

    name = forms.CharField(label=_("Your name"), max_length=40)
    contact = forms.CharField(label=_("Telephone or e-mail"), max_length=80, min_length=5)
    reason = forms.CharField(
        label=_("What you object to"), max_length=1000, min_length=10, widget=Textarea({"rows": 5}),
        help_text=_("Say what you know and how it can be checked. How good a work is can't be objected to."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    action = forms.ChoiceField(choices=[(one, one) for one in ("accept", "decline", "dismiss", "uphold")])
    answer = forms.CharField(
        label=_("Answer to the objection"), max_length=400, required=False, widget=Textarea({"rows": 2})
    )


class CertificateForm(forms.Form):
    number = forms.CharField(label=_("Certificate number"), max_length=40)


class GalleryForm(forms.Form):
    """Filters of the gallery. What can't be understood is left out."""

    track = forms.ChoiceField(choices=TrackKind, required=False)
    q = forms.CharField(max_length=40, required=False)
