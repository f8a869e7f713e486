"""The forms of signing in: django-allauth's, in the project's words."""

from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DIGITS = 6
LAST_COUNTER = "last_counter"


def code_field(label: "StrOrPromise", hint: "StrOrPromise" = "") -> forms.CharField:
    """Return a field for a code of six digits; spaces are forgiven."""
    attributes = {"inputmode": "numeric", "autocomplete": "one-time-code", "data-size": "big", "maxlength": 12}
    return forms.CharField(
        label=label, help_text=hint, max_length=12, widget=forms.TextInput(attrs=attributes), validators=[]
    )


def six_digits(code: str) -> str:
    """Return the digits of a code. Raise ValidationError when some are missing."""
    digits = code.replace(" ", "")
    if not digits.isdigit() or len(digits) != DIGITS:
        raise ValidationError(_("The code has 6 digits. Please look at it again."), code="digits")
    return digits


class RequestCodeForm(account.RequestLoginCodeForm):
    """A family asks for a code. The page shows the agreement; other callers have agreed elsewhere."""

    agree = forms.BooleanField(label=_("I have read and accept the terms and the privacy notice"), required=False)
    shown = forms.CharField(required=False, widget=forms.HiddenInput, initial="agreement", max_length=20)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agree"].initial = settings.DEMO
        self.order_fields(["phone", "agree", "shown"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("shown") and not cleaned.get("agree"):
            self.add_error("agree", _("Please read them and tick the box first."))
        return cleaned


class ConfirmCodeForm(account.ConfirmLoginCodeForm):
    code = code_field(_("Code from the message"))

    def clean_code(self) -> str:
        self.cleaned_data["code"] = six_digits(self.cleaned_data["code"])
        return super().clean_code()


class VerifyPhoneForm(account.VerifyPhoneForm):
    code = code_field(_("Code from the message"))

    def clean_code(self) -> str:
        self.cleaned_data["code"] = six_digits(self.cleaned_data["code"])
        return super().clean_code()


def _label(field: forms.Field, label: "StrOrPromise", hint: "StrOrPromise" = "") -> None:
    """Put our words on one of allauth's password fields, which know how to check what they hold."""
    assert isinstance(field, forms.CharField)
    field.label, field.help_text, field.max_length = label, hint, 128
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["maxlength"] = 128


class PasswordForm(account.LoginForm):
    """Staff sign in with phone number and password."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["login"].help_text = ""
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        _label(self.fields["password"], _("Password"))


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _label(self.fields["password"], _("Password"))


NEW_HINT = _("At least 10 characters, not only digits.")


class SetPasswordForm(account.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _label(self.fields["password1"], _("New password"), NEW_HINT)
        _label(self.fields["password2"], _("New password once more"))


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _label(self.fields["oldpassword"], _("Present password"))
        _label(self.fields["password1"], _("New password"), NEW_HINT)
        _label(self.fields["password2"], _("New password once more"))


class OneTimeCodeMixin(mfa.BaseAuthenticateForm):
    """A code of an authenticator app is good once: its counter is kept, and only later ones count.

    The cache of django-allauth forgets a code after 30 seconds and is empty after a restart; the row is not.
    """

    def clean_code(self) -> str:
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not use_code_once(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(OneTimeCodeMixin, mfa.AuthenticateForm):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from your app, or one of your recovery codes."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "data-size": "big", "maxlength": 20}),
    )


class SecondReauthenticateForm(OneTimeCodeMixin, mfa.ReauthenticateForm):
    code = AuthenticateForm.base_fields["code"]


class ActivateTOTPForm(totp.ActivateTOTPForm):
    code = code_field(_("Code from the app"))


def mark_setup_code_used(authenticator: Authenticator) -> None:
    """The code that set the app up is used up as well."""
    now = list(yield_hotp_counters_from_time())
    authenticator.data[LAST_COUNTER] = now[len(now) // 2]
    authenticator.save(update_fields=["data"])


@transaction.atomic
def use_code_once(authenticator: Authenticator, code: str) -> bool:
    """Note the counter that `code` stands for; False when it, or a later one, has been used already."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = get_adapter().decrypt(row.data["secret"])
    for counter in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            if counter <= row.data.get(LAST_COUNTER, 0):
                return False
            row.data[LAST_COUNTER] = counter
            row.save(update_fields=["data"])
            authenticator.data = row.data
            return True
    return False
