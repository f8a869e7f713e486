from typing import Any
from uuid import UUID

from .contributions import ContributingApp


class CoreConfig(ContributingApp):
    name = "cocare.core"
    label = "core"

    def ready(self) -> None:
        from . import signals
        from .access import reach

        signals.subscribe("authority.changed", reach.forget)
        signals.subscribe("reach.changed", reach.forget)

    def personal_data(self, person_id: UUID) -> dict[str, Any]:
        from . import personal_data

        return personal_data.of(person_id)

    def personal_data_counts(self, person_id: UUID) -> list[tuple[str, int]]:
        from . import personal_data

        return personal_data.counts(person_id)
