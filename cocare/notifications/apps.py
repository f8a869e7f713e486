from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from cocare.core.contributions import ContributingApp, Counter


class NotificationsConfig(ContributingApp):
    name = "cocare.notifications"
    label = "notifications"

    def ready(self) -> None:
        from cocare.core import live, signals

        from . import kinds
        from .topics import InboxTopic

        live.register(InboxTopic())
        signals.subscribe("authority.changed", delete_hidden_notifications)
        kinds.register(
            kinds.WELCOME, _("Here you say what may reach you outside CoCare"), label=_("How to begin"), icon="hand"
        )

    def counters(self) -> Mapping[str, Counter]:
        from . import queries

        return {"bell": queries.unread_count}

    def personal_data(self, person_id: UUID) -> dict[str, Any]:
        from . import personal_data

        return personal_data.of(person_id)

    def personal_data_counts(self, person_id: UUID) -> list[tuple[str, int]]:
        from . import personal_data

        return personal_data.counts(person_id)

    def seed_demo(self, district: Any) -> None:
        from . import demo

        demo.seed(district)


def delete_hidden_notifications(*, person_ids: Iterable[UUID], **facts: object) -> None:
    """Authority over children changed for these people."""
    from .services import delete_hidden

    delete_hidden(person_ids=person_ids)
