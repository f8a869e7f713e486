"""The devices on which a person is signed in, in words that a person recognises."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cocare.core.access import Actor
from cocare.core.errors import NotFound

# The first that fits wins: WeChat and DingTalk are browsers inside browsers.
APPS = (
    ("MicroMessenger", gettext_noop("WeChat")),
    ("DingTalk", gettext_noop("DingTalk")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Device:
    pk: int
    app: str
    system: str
    ip: str
    seen_at: datetime
    started_at: datetime
    current: bool


def own_session(actor: Actor, session_id: int) -> UserSession:
    """Return one session of the actor's account. Raise NotFound for anybody else's."""
    session = UserSession.objects.filter(user=actor.account_id, pk=session_id).first()
    if session is None:
        raise NotFound
    return session


def end_other_sessions(account_id: UUID | None, current_key: str | None) -> None:
    """End every session of this account but the one with this key."""
    get_adapter().end_sessions(UserSession.objects.filter(user=account_id).exclude(session_key=current_key))


def _named(agent: str, names: tuple[tuple[str, str], ...], otherwise: str) -> str:
    return next((_(name) for sign, name in names if sign in agent), otherwise)


def signed_in_devices(actor: Actor, current_key: str | None) -> list[Device]:
    """Return the account's devices, this one first, then the one seen last. Dead sessions are cleared away."""
    rows = [row for row in UserSession.objects.filter(user=actor.account_id) if not row.purge()]
    devices = [
        Device(
            row.pk,
            _named(row.user_agent, APPS, _("A browser")),
            _named(row.user_agent, SYSTEMS, _("an unknown device")),
            row.ip,
            row.last_seen_at,
            row.created_at,
            row.session_key == current_key,
        )
        for row in rows
    ]
    return sorted(devices, key=lambda device: (not device.current, -device.seen_at.timestamp()))
