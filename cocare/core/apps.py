from typing import Any
from uuid import UUID

from .contributions import ContributingApp


class CoreConfig(ContributingApp):
    name = "cocare.core"
    label = "core"

    def personal_data(self, person_id: UUID) -> dict[str, Any]:
        from . import personal_data

        return personal_data.of(person_id)

    def personal_data_counts(self, person_id: UUID) -> list[tuple[str, int]]:
        from . import personal_data

        return personal_data.counts(person_id)
