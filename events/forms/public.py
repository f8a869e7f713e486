"""What anybody may send: objections, certificate numbers, filters; and the office's answer to an objection."""

from django import forms
from django.forms.widgets import Textarea
from django.utils.translation import gettext_lazy as _

from ..enums import ObjectionAction, TrackKind


class ObjectionForm(forms.Form):
    """A named objection. Whoever objects can be reached."""

    name = forms.CharField(label=_("Your name"), max_length=40)
    contact = forms.CharField(label=_("Telephone or e-mail"), max_length=80, min_length=5)
    reason = forms.CharField(
        label=_("What you object to"), max_length=1000, min_length=10, widget=Textarea({"rows": 5}),
        help_text=_("Say what you know and how it can be checked. How good a work is can't be objected to."),
    )  # fmt: skip


class ObjectionAnswerForm(forms.Form):
    action = forms.ChoiceField(choices=[(action, action) for action in ObjectionAction])
    answer = forms.CharField(
        label=_("Answer to the objection"), max_length=400, required=False, widget=Textarea({"rows": 2})
    )


class CertificateForm(forms.Form):
    number = forms.CharField(label=_("Certificate number"), max_length=40)


class GalleryForm(forms.Form):
    """Filters of the gallery. What can't be understood is left out."""

    track = forms.ChoiceField(choices=TrackKind.choices, required=False)
    q = forms.CharField(max_length=40, required=False)
