from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cocare.core.access import Actor
from cocare.people.models import Account

from . import api_tokens


class DisplayForm(forms.Form):
    """Language, theme and text size. What is not sent stays as it is."""

    TEXT_SIZES = (
        (Account.TextSize.NORMAL, _("Standard")),
        (Account.TextSize.LARGE, _("Large")),
        (Account.TextSize.HUGE, _("Extra large")),
    )
    THEMES = (
        (Account.Theme.AUTO, _("Like this device")),
        (Account.Theme.LIGHT, _("Light")),
        (Account.Theme.DARK, _("Dark")),
    )

    text_size = forms.ChoiceField(label=_("Text size"), choices=TEXT_SIZES, widget=forms.RadioSelect, required=False)
    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, widget=forms.RadioSelect, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect, required=False
    )


class SearchForm(forms.Form):
    """A few words to look for. One character is too common to mean anything."""

    q = forms.CharField(
        label=_("Search words"),
        min_length=2,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class TokenForm(forms.Form):
    """The purpose of a token, so that its owner knows later which one to end."""

    label = forms.CharField(
        label=_("What is it for?"), max_length=60, help_text=_("For example: attendance machine at the gate")
    )

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self._actor = actor

    def clean(self):
        if not api_tokens.may_have_more(self._actor):
            raise forms.ValidationError(_("Ten tokens are open already. End one that is no longer needed."))
        return super().clean()
