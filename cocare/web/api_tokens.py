"""Bearer tokens of the HTTP API: made once, shown once, known by their digest."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from cocare.core import audit, clock
from cocare.core.access import ANONYMOUS, Actor, Rule
from cocare.people import queries as people

from .models import ApiToken

LIFETIME = timedelta(days=90)
MAX_OPEN = 10  # open tokens of one account

own = Rule("own token", lambda actor: Q(account=actor.account_id))


def own_tokens(actor: Actor) -> QuerySet[ApiToken]:
    """Return the actor's tokens, newest first."""
    return ApiToken.objects.filter(own.condition(actor)).order_by("-created_at")


def may_have_more(actor: Actor) -> bool:
    return own_tokens(actor).filter(withdrawn_at=None, expires_at__gt=clock.now()).count() < MAX_OPEN


@transaction.atomic
def make_token(*, actor: Actor, label: str) -> tuple[ApiToken, str]:
    """Make a token that acts as the actor does now. Return it and its text, which nobody can read again."""
    text = secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        account_id=actor.acting_account_id,
        capacity=actor.capacity,
        label=label,
        digest=token_digest(text),
        expires_at=clock.now() + LIFETIME,
    )
    audit.record(actor, "token.make", row)
    return row, text


@transaction.atomic
def withdraw_token(*, actor: Actor, token: ApiToken) -> ApiToken:
    """End a token at once. Withdrawing it again changes nothing."""
    if token.withdrawn_at is None:
        token.withdrawn_at = clock.now()
        token.save(update_fields=["withdrawn_at"])
        audit.record(actor, "token.withdraw", token)
    return token


def token_digest(text: str) -> str:
    """Return the SHA-256 of a token. It has 256 random bits, so its digest can't be searched backwards."""
    return hashlib.sha256(text.encode()).hexdigest()


def actor_of_token(text: str) -> Actor:
    """Return who a token acts for now: ANONYMOUS when it ended, or its account or capacity did."""
    row = ApiToken.objects.select_related("account").filter(digest=token_digest(text)).first()
    if row is None or not row.is_open:
        return ANONYMOUS
    actor = people.actor_for(row.account, wanted=row.capacity)
    return actor if actor.capacity == row.capacity else ANONYMOUS
