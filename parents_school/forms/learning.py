"""What learners send: filters, reports of a player, answers."""

import json
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cocare.people.enums import Stage

from ..enums import CourseNeed
from ..errors import PageTokenRefused, UnreadableWatchReport

MOST_REPORTS = 50
MOST_SPANS = 100
LONGEST_MS = 24 * 3600 * 1000
LONGEST_TOKEN = 400  # characters


class CourseFilterForm(forms.Form):
    """The address of the course list. What it can't read it leaves out."""

    q = forms.CharField(max_length=40, required=False, strip=True)
    stage = forms.ChoiceField(choices=Stage, required=False)
    need = forms.ChoiceField(choices=CourseNeed, required=False)

    def narrowing(self) -> dict[str, str]:
        """Return the arguments of queries.published_courses."""
        self.is_valid()
        clean = self.cleaned_data
        return {"text": clean.get("q", ""), "stage": clean.get("stage", ""), "need": clean.get("need", "")}


class QuizFilterForm(forms.Form):
    """The address of a quiz, which may name the question to show."""

    question = forms.UUIDField(required=False)

    def chosen_question(self) -> UUID | None:
        return self.cleaned_data["question"] if self.is_valid() else None


class RefusedOnPageForm(forms.Form):
    """A form without fields that could be seen: the page shows what is wrong as one sentence."""

    def first_refusal(self) -> str:
        return next((str(errors[0]) for errors in self.errors.values()), "")


class FinishReadingForm(RefusedOnPageForm):
    token = forms.CharField(
        max_length=LONGEST_TOKEN,
        error_messages={"required": PageTokenRefused.text, "max_length": PageTokenRefused.text},
    )


class AnswerForm(RefusedOnPageForm):
    question = forms.UUIDField()
    choice = forms.UUIDField(error_messages={"required": _("Please choose one answer first.")})


class SpansField(forms.Field):
    """[[from, to], …] in milliseconds."""

    def to_python(self, value: Any) -> list[tuple[int, int]]:
        if not isinstance(value, list) or len(value) > MOST_SPANS or not all(map(self._is_span, value)):
            raise forms.ValidationError(UnreadableWatchReport.text)
        return [(int(start), int(end)) for start, end in value]

    def validate(self, value: Any) -> None:
        """An empty list only moves the position."""

    @staticmethod
    def _is_span(pair: Any) -> bool:
        numbers = isinstance(pair, list) and len(pair) == 2 and all(type(n) in (int, float) for n in pair)  # a pair
        return numbers and 0 <= pair[0] < pair[1] <= LONGEST_MS


class WatchReportForm(forms.Form):
    """What one opened page played, as its script sends it."""

    token = forms.CharField(max_length=LONGEST_TOKEN)
    seq = forms.IntegerField(min_value=1, max_value=1_000_000)
    spans = SpansField()
    position = forms.IntegerField(min_value=0, max_value=LONGEST_MS)


def parse_watch_reports(body: bytes) -> list[WatchReportForm] | None:
    """Return the forms of a request's reports, each validated; None when any of it can't be read."""
    try:
        reports = json.loads(body)["reports"]
    except (ValueError, KeyError, TypeError):
        return None
    if (
        not isinstance(reports, list)
        or not 0 < len(reports) <= MOST_REPORTS
        or not all(isinstance(report, dict) for report in reports)
    ):
        return None
    forms_of_reports = [WatchReportForm(report) for report in reports]
    return forms_of_reports if all(form.is_valid() for form in forms_of_reports) else None
