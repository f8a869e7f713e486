"""What a juror sends."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.widgets import RadioSelect, Textarea
from django.utils.translation import gettext_lazy as _

from ..enums import ScoreSheetAction
from ..models import Criterion, ScoreSheet

SCORES = range(1, 11)


class ScoreSheetForm(forms.Form):
    """A score of 1 to 10 for each criterion; all may be open until the sheet is handed in.

    Its fields for scores are named by the codes of the criteria, as in the refusals of services; only this form knows
    what they are called in HTML.
    """

    comment = forms.CharField(
        label=_("One sentence for the authors"), max_length=300, required=False, widget=Textarea({"rows": 3}),
        help_text=_("They read it without your name. At least 10 characters."),
    )  # fmt: skip
    veto = forms.BooleanField(
        label=_("Breach of privacy or copied work"), required=False,
        help_text=_("This takes the work out of the awards."),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, sheet: ScoreSheet):
        self.criteria: list[Criterion] = list(sheet.entry.showcase.criteria.all())
        self.codes = {criterion.code for criterion in self.criteria}
        initial = {score.criterion.code: score.value for score in sheet.scores.all()}
        super().__init__(data, initial=initial | {"comment": sheet.comment, "veto": sheet.veto})
        for criterion in self.criteria:
            self.fields[criterion.code] = forms.TypedChoiceField(
                label=criterion.title,
                choices=[(value, str(value)) for value in SCORES],
                coerce=int,
                empty_value=None,
                required=False,
                widget=RadioSelect,
                error_messages={"invalid_choice": _("Choose a mark from 1 to 10.")},
            )

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix(f"mark_{field_name}" if field_name in self.codes else field_name)

    @property
    def score_fields(self) -> list[tuple[Criterion, forms.BoundField]]:
        return [(criterion, self[criterion.code]) for criterion in self.criteria]

    @property
    def scores(self) -> dict[str, int]:
        """Return what is chosen, by code of the criterion."""
        chosen = {code: self.cleaned_data.get(code) for code in self.codes}
        return {code: value for code, value in chosen.items() if value is not None}

    @property
    def hands_in(self) -> bool:
        """Whether the button that was pressed hands the sheet in, and doesn't only keep it."""
        return self.data.get("then") == ScoreSheetAction.HAND_IN
