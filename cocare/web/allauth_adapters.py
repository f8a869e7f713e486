"""Adapters for django-allauth: phone numbers, sentences, codes, and what is announced when a session ends."""

import base64
import hashlib
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, MultiFernet
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cocare.core import signals
from cocare.core.errors import DomainError
from cocare.notifications.services import send_text
from cocare.people.models import Account
from cocare.people.phones import PhoneField, e164, masked_e164

CODE_TEMPLATE = "sign_in_code"
senders = ThreadPoolExecutor(4, thread_name_prefix="sign-in-code")
log = structlog.get_logger(__name__)


def send_code(phone: str, params: dict[str, str], ip: str) -> None:
    """Hand a sign-in code to the gateway. A refusal is logged there; the person asks for another code."""
    try:
        send_text(phone=phone, template=CODE_TEMPLATE, params=params, ip=ip)
    except DomainError as error:
        log.warning("sign_in.code_not_sent", code=error.code)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts have a phone number and no e-mail. Nobody signs up: accounts come from the school's register."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. The school can open it again."),
        "enter_current_password": _("Please enter your present password."),
        "incorrect_code": _("This code is not right. Please look at the newest message."),
        "incorrect_password": _("This password is not right."),
        "phone_password_mismatch": _("Phone number and password do not fit together."),
        "phone_taken": _("This number belongs to another account."),
        "too_many_login_attempts": _("That was tried too often. Please wait five minutes."),
        "rate_limited": _("That was tried too often. Please wait a minute."),
        "same_as_current": _("This is the number you already have."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        attributes = {"inputmode": "tel", "autocomplete": "tel", "data-size": "big", "maxlength": 20}
        kwargs.setdefault("label", _("Mobile number"))
        kwargs.setdefault("help_text", _("The number that your school has on its register."))
        return PhoneField(widget=forms.TextInput(attrs=attributes), **kwargs)

    def clean_phone(self, phone: str) -> str:
        return e164(phone)

    def get_phone(self, user: Account) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: Account, phone: str, verified: bool) -> None:
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: Account, phone: str) -> None:
        if user.phone == phone and not user.phone_verified:
            self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> Account | None:
        return Account.objects.filter(phone=phone).first()

    def send_verification_code_sms(self, user: Account, phone: str, code: str, **kwargs: Any) -> None:
        """The code goes out beside the request: neither its time nor its failure may tell that the number is known."""
        minutes = str(settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60)
        senders.submit(send_code, phone, {"code": code, "minutes": minutes}, self.get_client_ip(self.request))

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Nothing goes to a number that no school knows; the page looks the same."""

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Never asked for: nobody signs up."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Spare somebody who has just signed in a second proof before the first second factor is set up."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = records and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        if app == "allauth.mfa" and fresh and not MfaAdapter().is_mfa_enabled(self.request.user):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def logout(self, request: HttpRequest) -> None:
        account_id, session_key = request.user.pk, request.session.session_key
        UserSession.objects.filter(session_key=session_key).delete()
        super().logout(request)
        signals.announce("session.ended", account_id=account_id, session_key=session_key)


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Ending a session also ends its open sockets."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        for session in sessions:
            session.end()
            signals.announce("session.ended", account_id=session.user_id, session_key=session.session_key)


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are encrypted with the project's key; older keys still open them."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Please use the newest one in your app."),
        "cannot_delete_authenticator": _("This second factor has to stay."),
        "cannot_generate_recovery_codes": _("Set up a second factor first."),
    }

    def get_totp_label(self, user: Account) -> str:
        return masked_e164(user.phone)

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()


def _keys() -> MultiFernet:
    digests = (hashlib.sha256(f"second factor:{key}".encode()).digest() for key in _secrets())
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
