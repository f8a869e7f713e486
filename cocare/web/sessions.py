"""The devices on which a person is signed in, in words that a person recognises."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cocare.core.errors import NotFound
from cocare.people.models import Account

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


def one(account: Account, pk: int) -> UserSession:
    """One session of this account; of anybody else's it is NotFound."""
    found = UserSession.objects.filter(user=account, pk=pk).first()
    if found is None:
        raise NotFound
    return found


def end_others(account: Account, current_key: str | None) -> None:
    """End every session of this account but one."""
    get_adapter().end_sessions(UserSession.objects.filter(user=account).exclude(session_key=current_key))


def _named(agent: str, names: tuple[tuple[str, str], ...], otherwise: str) -> str:
    return next((_(name) for sign, name in names if sign in agent), otherwise)


def of(account: Account, current_key: str | None) -> list[Device]:
    """This account's sessions, this device first, then the one seen last. Dead ones are cleared away."""
    rows = UserSession.objects.purge_and_list(account)
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
