"""What writers and reviewers send: courses, lessons, questions, steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cocare.files.errors import EmptyFile
from cocare.people.enums import Stage

from ..domain import captions
from ..enums import CourseNeed, LessonKind
from ..models import Course, Lesson, Question
from ..services.authoring import ChoiceDraft

MOST_CHOICES = 4


class CourseForm(forms.ModelForm):
    stages = forms.MultipleChoiceField(
        label=_("For parents of"),
        choices=Stage,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    need = forms.ChoiceField(label=_("Helps with"), choices=[("", _("Please choose")), *CourseNeed.choices])

    class Meta:
        model = Course
        fields = ["title", "summary", "stages", "need", "hours", "byline"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "title": _("What a parent would say, at most 60 characters."),
            "summary": _("Two or three sentences: what it is about, and what is different at home afterwards."),
            "byline": _("Name, place of work, qualification."),
        }

    def clean_hours(self) -> int:
        hours = self.cleaned_data["hours"]
        if not 1 <= hours <= 40:  # the same bounds as the table's constraint
            raise forms.ValidationError(gettext("A course has 1 to 40 class hours."))
        return hours


class LessonForm(forms.ModelForm):
    """The facts of a lesson; which fields there are depends on its kind."""

    class Meta:
        model = Lesson
        fields = ["title", "minutes"]

    def clean_minutes(self) -> int:
        minutes = self.cleaned_data["minutes"]
        if not 1 <= minutes <= 90:  # the same bounds as the table's constraint
            raise forms.ValidationError(gettext("A lesson takes 1 to 90 minutes."))
        return minutes


class TextLessonForm(LessonForm):
    class Meta(LessonForm.Meta):
        fields = ["title", "minutes", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 14})}
        help_texts = {
            "body": _(
                "An empty line ends a paragraph. “## ” begins a heading, “- ” a list, "
                "“> ” a quotation; **two stars** make words strong."
            )
        }


class VideoLessonForm(LessonForm):
    class Meta(LessonForm.Meta):
        fields = ["title", "minutes", "captions"]
        widgets = {"captions": forms.Textarea(attrs={"rows": 10, "spellcheck": "false"})}
        help_texts = {"captions": _("Needed before the course is handed in. The written version is made from it.")}

    def clean_captions(self) -> str:
        text = self.cleaned_data["captions"].strip()
        if not text:
            return ""
        try:
            captions.parse(text)
        except captions.BadCaptions as bad:
            raise forms.ValidationError(
                gettext(
                    "Line %(line)d is not WebVTT. A file begins with WEBVTT, "
                    "a line of times looks like 00:05.000 --> 00:08.500."
                )
                % {"line": bad.line}
            ) from None
        return text + "\n"


class VideoUploadForm(forms.Form):
    video = forms.FileField(
        label=_("Video file"),
        help_text=_("MP4 (H.264) plays everywhere; a WebM of the same film may be added."),
        widget=forms.FileInput(attrs={"accept": "video/mp4,video/webm,video/quicktime"}),
        error_messages={"required": _("Please choose a video file."), "empty": EmptyFile.text},
    )


LESSON_FORMS: dict[LessonKind, type[LessonForm]] = {
    LessonKind.TEXT: TextLessonForm,
    LessonKind.VIDEO: VideoLessonForm,
    LessonKind.QUIZ: LessonForm,
}


class QuestionForm(forms.Form):
    """A question with two to four answers, one of them right, each with what is said to who chooses it."""

    text = forms.CharField(label=_("Question"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    right = forms.TypedChoiceField(
        label=_("Which answer is right?"),
        coerce=int,
        choices=[(n, str(n)) for n in range(1, MOST_CHOICES + 1)],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_CHOICES + 1):
            needed = number <= 2  # a choice needs two
            self.fields[f"choice_{number}"] = forms.CharField(
                label=_("Answer %(number)d") % {"number": number}, max_length=120, required=needed
            )
            self.fields[f"said_{number}"] = forms.CharField(
                label=_("What is said to who chooses answer %(number)d") % {"number": number},
                max_length=200,
                required=needed,
            )

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or {}
        texts = [clean.get(f"choice_{n}", "") for n in range(1, MOST_CHOICES + 1)]
        for number, text in enumerate(texts, start=1):
            if text and not clean.get(f"said_{number}") and f"said_{number}" not in self.errors:
                self.add_error(f"said_{number}", gettext("Say something to who chooses this answer."))
        if not texts[2] and texts[3]:
            self.add_error("choice_3", gettext("Fill in answer 3 before answer 4."))
        right = clean.get("right")
        if right and not texts[right - 1]:
            self.add_error("right", gettext("The right answer has no text."))
        return clean

    def choice_drafts(self) -> list[ChoiceDraft]:
        clean = self.cleaned_data
        return [
            ChoiceDraft(clean[f"choice_{n}"], clean[f"said_{n}"], n == clean["right"])
            for n in range(1, MOST_CHOICES + 1)
            if clean[f"choice_{n}"]
        ]

    @staticmethod
    def initial_of(question: Question) -> dict[str, Any]:
        choices = list(question.choices.all())
        return {
            "text": question.text,
            "right": next((choice.position for choice in choices if choice.right), None),
            **{f"choice_{choice.position}": choice.text for choice in choices},
            **{f"said_{choice.position}": choice.explanation for choice in choices},
        }


class CourseTransitionForm(forms.Form):
    """One step of the course's lifecycle, with a sentence for its author where the step needs one."""

    action = forms.CharField(max_length=40, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("A sentence for the author"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class LessonMoveForm(forms.Form):
    by = forms.TypedChoiceField(coerce=int, choices=[(-1, "up"), (1, "down")])
