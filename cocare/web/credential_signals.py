"""Handlers for a changed password or second factor: every other session ends, every open socket closes."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used

from cocare.core import audit, signals
from cocare.core.request import Request
from cocare.people.models import Account
from cocare.people.second_factor import SESSION_SHOWN

from . import devices
from .sign_in_forms import mark_setup_code_used


def password_was_changed(request: Request, user: Account, **kwargs: Any) -> None:
    _close_everything_else(request, user)
    audit.record(request.actor, "password.change", user)


def factor_was_added(request: Request, user: Account, authenticator: Authenticator, **kwargs: Any) -> None:
    _close_everything_else(request, user)
    if authenticator.type == Authenticator.Type.TOTP:
        mark_setup_code_used(authenticator)
    request.session[SESSION_SHOWN] = str(user.pk)
    # It was shown just now: the recovery codes that come next need no further proof.
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)
    audit.record(request.actor, "second_factor.add", user)


def factor_was_removed(request: Request, user: Account, **kwargs: Any) -> None:
    _close_everything_else(request, user)
    request.session.pop(SESSION_SHOWN, None)
    audit.record(request.actor, "second_factor.remove", user)


def factor_was_shown(request: Request, user: Account, **kwargs: Any) -> None:
    request.session[SESSION_SHOWN] = str(user.pk)


def _close_everything_else(request: Request, user: Account) -> None:
    devices.end_other_sessions(user.pk, request.session.session_key)
    signals.announce("account.locked", account_id=user.pk)


def connect_signals() -> None:
    """Subscribe to what allauth tells by signals only."""
    password_changed.connect(password_was_changed, dispatch_uid="cocare.password_changed")
    password_set.connect(password_was_changed, dispatch_uid="cocare.password_set")
    authenticator_added.connect(factor_was_added, dispatch_uid="cocare.authenticator_added")
    authenticator_removed.connect(factor_was_removed, dispatch_uid="cocare.authenticator_removed")
    authenticator_used.connect(factor_was_shown, dispatch_uid="cocare.authenticator_used")
