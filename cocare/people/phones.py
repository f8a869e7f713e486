"""Telephone numbers: as people write them, as they are stored, as they are shown."""

from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
CHINA = "+86"


def e164(text: str) -> str:
    """Return the mobile number in E.164; without a country code it is Chinese. Raise ValidationError."""
    wrong = ValidationError(_("This is not a mobile number. It has 11 digits."), code="phone")
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        raise wrong from None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in MOBILE:
        raise wrong
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def masked(phone: str) -> str:
    """Return enough of a number for its owner to know it: "199 •••• 0001"."""
    plain = phone.removeprefix(CHINA)
    return f"{plain[:3]} •••• {plain[-4:]}"


def masked_e164(phone: str) -> str:
    """Return a number in E.164 as it may stand in a log: "+86199****0001"."""
    if len(phone) < 8:  # too short to show anything of it
        return "*" * len(phone)
    return f"{phone[:-8]}****{phone[-4:]}"


class PhoneField(forms.CharField):
    """A mobile number as people write it; E.164 comes out."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("label", _("Mobile number"))
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: str) -> str:
        cleaned = super().clean(value)
        return e164(cleaned) if cleaned else ""
