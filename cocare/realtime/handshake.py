"""Who is at the door: the Origin, and the session cookie of the browser. Many at once are looked up together."""

import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host
from django.utils.crypto import constant_time_compare

from cocare.core import clock, database_outage
from cocare.core.access import Actor
from cocare.people import queries, second_factor
from cocare.people.middleware import SESSION_CAPACITY
from cocare.people.models import Account

logger = logging.getLogger(__name__)

Headers = dict[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Admission:
    """Who the session is, and the language of the sentences they get."""

    actor: Actor
    language: str


def origin_is_ours(headers: Headers) -> bool:
    """Whether the page that opens the socket is one of ours: the same host and port, or a trusted origin."""
    origin = headers.get(b"origin", b"").decode("latin-1")
    host = headers.get(b"host", b"").decode("latin-1")
    if not origin:
        return False
    name, _ = split_domain_port(host)
    same = urlsplit(origin).netloc == host and bool(name) and validate_host(name, settings.ALLOWED_HOSTS)
    return same or origin in settings.CSRF_TRUSTED_ORIGINS


def session_key(headers: Headers) -> str:
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    return cookies.get(settings.SESSION_COOKIE_NAME, "")


def admit(keys: list[str]) -> dict[str, Admission]:
    """`look_up` for many who stand at the door, with one line in the log if PostgreSQL is away."""
    try:
        return look_up(keys)
    except Exception as failure:
        database_outage.report(logger, failure, "%d sockets are sent away", len(keys))
        raise


def look_up(keys: list[str]) -> dict[str, Admission]:
    """The admissions of those session keys that are good now: not expired, an active account, the same password.

    Three queries, however many keys there are (one more for each staff session that has shown no second factor yet).
    """
    stored = {}
    for session in Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now()):
        data = session.get_decoded()
        if data.get(auth.SESSION_KEY) and data.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS:
            stored[session.session_key] = data
    wanted = {data[auth.SESSION_KEY] for data in stored.values()}
    accounts = {str(account.pk): account for account in Account.objects.filter(pk__in=wanted, is_active=True)}
    open_now = queries.capacities_of([account.person_id for account in accounts.values()])
    admitted = {}
    for key, data in stored.items():
        account = accounts.get(data[auth.SESSION_KEY])
        if account is not None and _same_password(account, data):
            capacity = data.get(SESSION_CAPACITY, "")
            mine = open_now[account.person_id]
            actor = queries.actor_for(account, wanted=capacity, session_key=key, open_now=mine)
            if not second_factor.is_missing(actor, data):
                admitted[key] = Admission(actor, account.language or settings.LANGUAGE_CODE)
    return admitted


def _same_password(account: Account, data: dict) -> bool:
    given = data.get(auth.HASH_SESSION_KEY, "")
    known = [account.get_session_auth_hash(), *account.get_session_auth_fallback_hash()]
    return any(constant_time_compare(given, hashed) for hashed in known)
