"""Who must show a second factor: everybody who acts in a capacity other than a family's."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings

from cocare.core.access import Actor

from .enums import FAMILY

SESSION_SHOWN = "second_factor"
SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_missing(actor: Actor, session: Mapping[str, Any]) -> bool:
    """Return whether this session may not act in its capacity yet, because the account has no second factor.

    Signing in asks for the factor of every account that has one, so having one is enough. Pages and sockets both
    ask this. No query once the session has shown its factor.
    """
    if not settings.STAFF_SECOND_FACTOR or actor.is_anonymous or actor.capacity in FAMILY:
        return False
    if session.get(SESSION_SHOWN) == str(actor.account_id):
        return False
    return not Authenticator.objects.filter(user_id=actor.account_id, type__in=SECOND).exists()
