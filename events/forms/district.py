"""What the district's office sends: calls, steps, checks, the jury, ties."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.forms.widgets import CheckboxSelectMultiple, RadioSelect, Textarea
from django.utils.translation import gettext_lazy as _

from cocare.core.lifecycle import Transition
from cocare.people.models import Person

from ..enums import ShowcaseAction, TrackKind
from ..lifecycle import ENTRY
from ..models import Entry, Showcase
from .fields import moment_field

YEARS = (2000, 2100)
UNKNOWN_STEP = _("This step is not known. Please open the page again.")


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
    tracks = forms.MultipleChoiceField(label=_("Tracks"), choices=TrackKind.choices, widget=CheckboxSelectMultiple)
    opens_at = moment_field(_("Entries open"))
    closes_at = moment_field(_("Deadline for entries"), _("At least 20 working days after the call."))
    scoring_until = moment_field(_("Scores due"))
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

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        opens, closes, scored = (values.get(name) for name in ("opens_at", "closes_at", "scoring_until"))
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("The deadline must come after the opening."))
        if closes and scored and closes >= scored:
            self.add_error("scoring_until", _("Scores can only be due after the deadline for entries."))
        return values


def showcase_initial(showcase: Showcase) -> dict[str, Any]:
    """Return what ShowcaseForm shows of a showcase."""
    names = [name for name in ShowcaseForm.base_fields if name != "tracks"]
    return {name: getattr(showcase, name) for name in names} | {
        "tracks": list(showcase.tracks.values_list("kind", flat=True))
    }


class ShowcaseStepForm(forms.Form):
    """A step of a showcase, the state it was seen in, and the digest of the list that was read."""

    action = forms.ChoiceField(
        choices=[(action, action) for action in ShowcaseAction],
        error_messages={"required": UNKNOWN_STEP, "invalid_choice": UNKNOWN_STEP},
    )
    expected = forms.CharField(max_length=24, error_messages={"required": UNKNOWN_STEP})
    digest = forms.CharField(max_length=64, required=False)


class CheckForm(forms.Form):
    """The qualification check of one work, with the steps that are open now."""

    reason = forms.CharField(
        label=_("Reason"), max_length=400, required=False, widget=Textarea({"rows": 3}),
        help_text=_("The school reads it. Needed unless the work is admitted."),
    )  # fmt: skip

    def __init__(self, *args: Any, entry: Entry, steps: list[Transition], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.entry = entry
        self.fields["action"] = forms.ChoiceField(
            label=_("Result of the check"), choices=[(step.action, step.label) for step in steps], widget=RadioSelect
        )
        self.order_fields(["action", "reason"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        step = ENTRY.find(self.entry.state, values.get("action", ""))
        if step is not None and step.needs_reason and "reason" in values and not values["reason"]:
            self.add_error("reason", _("The school needs a reason."))
        return values


class JuryForm(forms.Form):
    """Who judges, and the seed that makes the drawing repeatable."""

    seed = forms.IntegerField(
        label=_("Seed of the drawing"), min_value=1, max_value=999_999,
        help_text=_("The same seed gives the same assignment, so that anyone can check it."),
    )  # fmt: skip

    def __init__(self, *args: Any, candidates: QuerySet[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["jurors"] = forms.ModelMultipleChoiceField(
            label=_("Jurors"), queryset=candidates, widget=CheckboxSelectMultiple
        )
        self.order_fields(["jurors", "seed"])


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=Textarea({"rows": 3}))


class TieForm(forms.Form):
    tie_rank = forms.IntegerField(label=_("Place among the equal works"), min_value=1, max_value=99)
