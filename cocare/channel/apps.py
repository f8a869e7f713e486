from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from cocare.core.access import Actor
from cocare.core.contributions import (
    ContributingApp,
    Counter,
    DistrictCard,
    DistrictPart,
    HomePanel,
    NavigationEntry,
    SearchHit,
    Section,
    TodayItem,
)
from cocare.people.enums import Capacity

AT_HOME = 3  # conversations shown on the home page; all of them are one link away


class ChannelConfig(ContributingApp):
    name = "cocare.channel"
    label = "channel"
    navigation = (
        NavigationEntry(
            "chat",
            pgettext_lazy("navigation", "Chat"),
            "chat",
            "channel:conversation.list",
            Section.BAR,
            20,
            frozenset(Capacity) - {Capacity.ADMINISTRATOR, Capacity.AUDITOR},
            below="channel",
        ),
    )
    district_cards = (
        DistrictCard(
            DistrictPart.THREE,
            _("Home and school, live"),
            _("%(classes)d classes talk with their families here, only with their own."),
            order=60,
        ),
    )

    def ready(self) -> None:
        from cocare.core import live, signals
        from cocare.files import rules as files
        from cocare.notifications import kinds

        from . import commands, jobs, rules, sending, standing, telling, topics

        del commands, jobs  # imported so that they register themselves
        live.register(topics.ConversationTopic())
        files.register(sending.PURPOSE, rules.file_of_message)
        kinds.register(
            telling.NEW_MESSAGE,
            ngettext_lazy("You have a new message", "You have %(times)d new messages", "times"),
            label=_("New messages"),
            icon="chat",
        )
        signals.subscribe("authority.changed", standing.forget)
        signals.subscribe("reach.changed", standing.forget)
        # The same, said in another process and heard here.
        signals.subscribe("authority.heard", standing.forget_here)

    def today(self, actor: Actor) -> list[TodayItem]:
        from . import queries

        return queries.today(actor)

    def search(self, actor: Actor, text: str) -> list[SearchHit]:
        from . import queries

        return queries.search(actor, text)

    def home_panels(self, actor: Actor) -> list[HomePanel]:
        from . import presenting, queries

        newest = presenting.rows(queries.conversations(actor)[:AT_HOME], actor)
        return [HomePanel("channel/_home_panel.html", {"conversations": newest})]

    def counters(self) -> Mapping[str, Counter]:
        from . import queries

        return {"chat": queries.unread_total}

    def personal_data(self, person_id: UUID) -> dict[str, Any]:
        from . import personal_data

        return personal_data.of(person_id)

    def personal_data_counts(self, person_id: UUID) -> list[tuple[str, int]]:
        from . import personal_data

        return personal_data.counts(person_id)

    def api_router(self) -> Any:
        from .api import router

        return router

    def seed_demo(self, district: Any) -> None:
        from . import demo
        from .seeding.past_notices import add_past_notices

        demo.seed(district)
        add_past_notices(district)
