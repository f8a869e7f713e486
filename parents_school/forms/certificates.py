from django import forms
from django.utils.translation import gettext_lazy as _


class CertificateRevocationForm(forms.Form):
    reason = forms.CharField(label=_("Why is it withdrawn?"), max_length=200)


class CertificateCodeForm(forms.Form):
    """A certificate's number as somebody typed it."""

    code = forms.CharField(
        label=_("Certificate number"),
        max_length=40,
        help_text=_("12 letters and digits, below the text of the certificate."),
        widget=forms.TextInput(
            attrs={"data-size": "big", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )
