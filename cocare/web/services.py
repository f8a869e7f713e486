"""Writes of the web app itself: how a person wants the pages to look."""

from django.db import transaction

from cocare.core.access import Actor
from cocare.people.models import Account

from .display import Display


@transaction.atomic
def save_display(*, actor: Actor, display: Display) -> None:
    """Save language, theme and text size on the actor's account, so that every device looks the same."""
    Account.objects.filter(pk=actor.acting_account_id).update(
        language=display.language, theme=display.theme, text_size=display.text_size
    )
