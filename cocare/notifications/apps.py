from collections.abc import Iterable
from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

WELCOME = "notifications.welcome"


class NotificationsConfig(AppConfig):
    name = "cocare.notifications"
    label = "notifications"

    def ready(self) -> None:
        from cocare.core import live, signals

        from . import kinds
        from .topics import InboxTopic

        live.register(InboxTopic())
        signals.subscribe("authority.changed", delete_hidden_notifications)
        kinds.register(
            WELCOME, _("Here you say what may reach you outside CoCare"), label=_("How to begin"), icon="hand"
        )


def delete_hidden_notifications(*, person_ids: Iterable[UUID], **facts: object) -> None:
    """Authority over children changed for these people."""
    from .services import delete_hidden

    delete_hidden(person_ids=person_ids)
