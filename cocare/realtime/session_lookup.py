"""Session cookies to signed-in people: many are looked up together, at the handshake and when rights are rechecked."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from cocare.core import clock
from cocare.core.access import Actor
from cocare.people import queries, second_factor
from cocare.people.middleware import SESSION_CAPACITY
from cocare.people.models import Account


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a session belongs to, and the language of the sentences that they get."""

    actor: Actor
    language: str


def look_up_sessions(keys: list[str]) -> dict[str, SignedIn]:
    """Return those of the session keys that are good now: not expired, an active account, the same password.

    Three queries, however many keys there are (one more for each staff session that has shown no second factor yet).
    """
    stored = {}
    for session in Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now()):
        data = session.get_decoded()
        if data.get(auth.SESSION_KEY) and data.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS:
            stored[session.session_key] = data
    account_ids = {data[auth.SESSION_KEY] for data in stored.values()}
    accounts = {str(account.pk): account for account in Account.objects.filter(pk__in=account_ids, is_active=True)}
    capacities = queries.capacities_by_person([account.person_id for account in accounts.values()])
    signed_in = {}
    for key, data in stored.items():
        account = accounts.get(data[auth.SESSION_KEY])
        if account is not None and _same_password(account, data):
            actor = queries.actor_for(
                account,
                wanted=data.get(SESSION_CAPACITY, ""),
                session_key=key,
                open_now=capacities[account.person_id],
            )
            if not second_factor.is_missing(actor, data):
                signed_in[key] = SignedIn(actor, account.language or settings.LANGUAGE_CODE)
    return signed_in


def _same_password(account: Account, data: dict) -> bool:
    session_hash = data.get(auth.HASH_SESSION_KEY, "")
    account_hashes = [account.get_session_auth_hash(), *account.get_session_auth_fallback_hash()]
    return any(constant_time_compare(session_hash, account_hash) for account_hash in account_hashes)
