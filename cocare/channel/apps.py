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
        from cocare.core import conversation_kinds, live, signals
        from cocare.files import purposes
        from cocare.notifications import kinds as notification_kinds

        from . import commands, jobs, rules, sender_cache, topics
        from .kinds import OWN_KINDS
        from .services import notifying, posting

        del commands  # imported so that they register themselves
        for kind in OWN_KINDS:
            conversation_kinds.register(kind)
        live.register(topics.ConversationTopic())
        purposes.register(posting.PURPOSE, rules.file_of_message)
        notification_kinds.register(
            notifying.NEW_MESSAGE,
            ngettext_lazy("You have a new message", "You have %(times)d new messages", "times"),
            label=_("New messages"),
            icon="chat",
        )
        signals.subscribe("authority.changed", jobs.request_opening)
        signals.subscribe("authority.changed", sender_cache.forget_senders)
        signals.subscribe("reach.changed", sender_cache.forget_senders)
        # The same, said in another process and heard here.
        signals.subscribe("authority.heard", sender_cache.forget_on_authority_change)

    def today(self, actor: Actor) -> list[TodayItem]:
        from . import queries

        return queries.today(actor)

    def search(self, actor: Actor, text: str) -> list[SearchHit]:
        from . import queries

        return queries.search(actor, text)

    def home_panels(self, actor: Actor) -> list[HomePanel]:
        from . import presenters, queries

        newest = presenters.conversation_rows(queries.conversations(actor)[:AT_HOME], actor)
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
