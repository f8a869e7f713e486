"""How a person signs in: devices, tokens for programs, second factors, other sign-ins. Never a secret."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from .models import ApiToken


def counts(person_id: UUID) -> list[tuple[str, int]]:
    """Return (label, number) of each kind. One query each."""
    return [
        (_("Signed-in devices"), UserSession.objects.filter(user__person=person_id).count()),
        (_("Tokens for programs"), ApiToken.objects.filter(account__person=person_id).count()),
    ]


def of(person_id: UUID) -> dict[str, Any]:
    """Return all of it as plain data."""
    devices = UserSession.objects.filter(user__person=person_id).order_by("created_at", "pk")
    tokens = ApiToken.objects.filter(account__person=person_id).order_by("created_at", "pk")
    factors = Authenticator.objects.filter(user__person=person_id).order_by("created_at", "pk")
    providers = SocialAccount.objects.filter(user__person=person_id).order_by("date_joined", "pk")
    return {
        "devices": [
            {
                "program": row.user_agent,
                "ip": row.ip,
                "since": row.created_at.isoformat(),
                "seen_at": row.last_seen_at.isoformat(),
            }
            for row in devices
        ],
        "tokens": [
            {
                "label": row.label,
                "as": row.capacity,
                "since": row.created_at.isoformat(),
                "until": (row.withdrawn_at or row.expires_at).isoformat(),
            }
            for row in tokens
        ],
        "second_factors": [{"type": row.type, "since": row.created_at.isoformat()} for row in factors],
        "sign_in_providers": [{"provider": row.provider, "since": row.date_joined.isoformat()} for row in providers],
    }
