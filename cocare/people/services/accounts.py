"""Accounts: closed at once, and opened again."""

from django.db import transaction

from cocare.core import audit, signals
from cocare.core.access import Actor

from ..errors import AlreadyDone, OwnMatter
from ..models import Account
from .announcing import announce_authority_changed


@transaction.atomic
def disable_account(*, actor: Actor, account: Account) -> Account:
    """Close an account and end all its sessions. Raise OwnMatter for the own one, AlreadyDone when it is closed."""
    account = _locked(actor, account, active=True)
    account.is_active = False
    account.save(update_fields=["is_active"])
    audit.record(actor, "account.disable", account, person=str(account.person_id))
    announce_authority_changed(account.person_id)
    signals.announce("session.ended", account_id=account.pk, session_key="")
    return account


@transaction.atomic
def enable_account(*, actor: Actor, account: Account) -> Account:
    """Open a closed account again. Raise OwnMatter for the own one, AlreadyDone when it is open."""
    account = _locked(actor, account, active=False)
    account.is_active = True
    account.save(update_fields=["is_active"])
    audit.record(actor, "account.enable", account, person=str(account.person_id))
    announce_authority_changed(account.person_id)
    return account


def _locked(actor: Actor, account: Account, *, active: bool) -> Account:
    if account.pk == actor.account_id:
        raise OwnMatter
    account = Account.objects.select_for_update().get(pk=account.pk)
    if account.is_active is not active:
        raise AlreadyDone
    return account
