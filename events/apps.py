from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cocare.core.access import Actor
from cocare.core.contributions import (
    ContributingApp,
    DistrictCard,
    DistrictPart,
    NavigationEntry,
    SearchHit,
    Section,
    TodayItem,
)
from cocare.people.enums import Capacity

BAR, TOOLS = Section.BAR, Section.TOOLS
JUDGING = {Capacity.JUROR}
ENTERING = {Capacity.TEACHER, Capacity.PRINCIPAL}


class EventsConfig(ContributingApp):
    name = "events"
    label = "events"
    navigation = (
        NavigationEntry(
            "events", pgettext_lazy("navigation", "Judging"), "scale", "events:judging.list", BAR, 30, JUDGING, "events"
        ),
        NavigationEntry(
            "events",
            pgettext_lazy("navigation", "Events"),
            "event",
            "events:showcase.list",
            BAR,
            40,
            {*Capacity, ""} - {Capacity.ADMINISTRATOR},
            below="events",
        ),
        NavigationEntry(
            "showcases", _("Manage showcases"), "trophy", "events:showcase.manage", TOOLS, 20, {Capacity.DISTRICT}
        ),
        NavigationEntry("entries", _("My entries"), "pencil", "events:entry.list", TOOLS, 25, ENTERING),
    )
    district_cards = (
        DistrictCard(DistrictPart.DASHBOARD, _("Published entries"), figure="entries"),
        DistrictCard(
            DistrictPart.PUBLIC,
            _("In public: the showcase of co-education designs"),
            _(
                "%(showcases)d showcases, %(entries)d published entries, %(awards)d awards by a jury that did not know "
                "whose work it read."
            ),
            url_name="events:showcase.list",
            link=_("See the showcase"),
        ),
    )

    def ready(self) -> None:
        # Models must be loaded first.
        from cocare.core import live
        from cocare.files import purposes
        from cocare.files.enums import FileKind

        from . import notices, rules
        from .live import BoardTopic

        live.register(BoardTopic())
        notices.register_kinds()
        purposes.register(rules.FILES, rules.file_of_seen_entry, kinds=(FileKind.DOCUMENT, FileKind.PICTURE))

    def today(self, actor: Actor) -> list[TodayItem]:
        from .queries import contributions

        return contributions.today(actor)

    def search(self, actor: Actor, text: str) -> list[SearchHit]:
        from .queries import contributions

        return contributions.search(actor, text)

    def figures(self) -> Mapping[str, int]:
        from . import figures

        return figures.figures()

    def personal_data(self, person_id: UUID) -> dict[str, Any]:
        from . import personal_data

        return personal_data.of(person_id)

    def personal_data_counts(self, person_id: UUID) -> list[tuple[str, int]]:
        from . import personal_data

        return personal_data.counts(person_id)

    def seed_demo(self, district: Any) -> None:
        from . import demo

        demo.seed(district)
