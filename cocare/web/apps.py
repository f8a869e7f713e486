from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cocare.core.access import Actor
from cocare.core.contributions import ContributingApp, DistrictPart, HomePanel, NavigationEntry, Section
from cocare.people.enums import Capacity

OVERVIEW = {Capacity.DISTRICT, Capacity.ADMINISTRATOR, Capacity.AUDITOR}
HOME = "web:home.show"


class WebConfig(ContributingApp):
    name = "cocare.web"
    label = "web"
    navigation = (
        NavigationEntry(
            "today", pgettext_lazy("navigation", "Today"), "today", HOME, Section.BAR, 10, {*Capacity, ""} - OVERVIEW
        ),
        NavigationEntry("today", pgettext_lazy("navigation", "Overview"), "chart", HOME, Section.BAR, 10, OVERVIEW),
        NavigationEntry("map", _("The district's map"), "pin", "web:map.show", Section.TOOLS, 90, set(Capacity)),
        NavigationEntry(
            "display",
            pgettext_lazy("navigation", "Display"),
            "text",
            "web:display.edit",
            Section.FOOT,
            10,
            {*Capacity, ""},
        ),
    )

    def ready(self) -> None:
        from . import credential_signals  # it needs models, which are not there while this module loads

        credential_signals.connect_signals()

    def home_panels(self, actor: Actor) -> list[HomePanel]:
        from .queries import district

        if actor.capacity != Capacity.DISTRICT:
            return []
        return [
            HomePanel(
                "web/_district.html", {"tiles": district.cards_by_part()[DistrictPart.DASHBOARD].tiles}, beside=False
            )
        ]

    def personal_data(self, person_id: UUID) -> dict[str, Any]:
        from . import personal_data

        return personal_data.of(person_id)

    def personal_data_counts(self, person_id: UUID) -> list[tuple[str, int]]:
        from . import personal_data

        return personal_data.counts(person_id)
