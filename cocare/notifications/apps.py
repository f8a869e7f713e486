from collections.abc import Iterable
from uuid import UUID

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "cocare.notifications"
    label = "notifications"

    def ready(self) -> None:
        from cocare.core import events, live

        from .topics import InboxTopic

        live.register(InboxTopic())
        events.subscribe("authority.changed", retire_hidden)


def retire_hidden(*, person_ids: Iterable[UUID], **facts: object) -> None:
    """Authority over children changed for these people."""
    from .services import retire

    retire(person_ids=person_ids)
