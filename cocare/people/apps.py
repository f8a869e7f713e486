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
    HomePanel,
    NavigationEntry,
    SearchHit,
    Section,
    TodayItem,
)

from .enums import FAMILY, Capacity

BAR, TOOLS = Section.BAR, Section.TOOLS
ADMINISTRATOR = {Capacity.ADMINISTRATOR}
LEADERS = {Capacity.ADMINISTRATOR, Capacity.PRINCIPAL}
AT_HOME = 6  # children shown on the home page; all of them are one link away


class PeopleConfig(ContributingApp):
    name = "cocare.people"
    label = "people"
    navigation = (
        NavigationEntry("persons", _("People and accounts"), "me", "people:person.list", BAR, 20, ADMINISTRATOR),
        NavigationEntry("audit", _("Audit trail"), "eye", "people:audit.list", BAR, 20, {Capacity.AUDITOR}),
        NavigationEntry(
            "schools", _("Schools and groups"), "school", "people:organisation.list", BAR, 30, ADMINISTRATOR
        ),
        NavigationEntry(
            "me", pgettext_lazy("navigation", "Me"), "me", "people:profile.show", BAR, 50, set(Capacity), "people"
        ),
        NavigationEntry("children", _("My children"), "heart", "people:child.list", TOOLS, 10, set(FAMILY)),
        NavigationEntry(
            "classes", _("My classes"), "people", "people:class.list", TOOLS, 10, {Capacity.TEACHER, Capacity.PRINCIPAL}
        ),
        NavigationEntry("posts", _("Posts"), "people", "people:post.list", TOOLS, 15, LEADERS),
        NavigationEntry("claim", _("Add a child"), "plus", "people:child.claim", TOOLS, 20, {Capacity.GUARDIAN}),
        NavigationEntry(
            "schools", _("Schools and groups"), "school", "people:organisation.list", TOOLS, 50, {Capacity.DISTRICT}
        ),
    )
    district_cards = (
        DistrictCard(DistrictPart.DASHBOARD, _("Schools and kindergartens"), figure="schools"),
        DistrictCard(DistrictPart.DASHBOARD, _("Partner organisations"), figure="partners"),
        DistrictCard(
            DistrictPart.ONE, _("Schools and kindergartens"), _("in %(groups)d education groups"), figure="schools"
        ),
        DistrictCard(
            DistrictPart.ONE, _("Partner organisations"), _("federation, justice, communities"), figure="partners"
        ),
        DistrictCard(
            DistrictPart.ONE,
            _("Officers of justice"),
            _("court, procuratorate, police, justice bureau"),
            figure="justice_officers",
        ),
        DistrictCard(DistrictPart.ONE, _("Law vice-principals"), _("sent to schools"), figure="law_vice_principals"),
        DistrictCard(DistrictPart.TWO, _("District team"), _("family education instructors"), figure="district_team"),
        DistrictCard(DistrictPart.TWO, _("School teams"), _("in %(schools_with_team)d schools"), figure="school_team"),
        DistrictCard(DistrictPart.TWO, _("Lecturers"), _("certified to teach parents"), figure="lecturers"),
        DistrictCard(
            DistrictPart.THREE,
            _("Parent schools"),
            _("Every one of the %(schools)d schools runs one, free of charge."),
        ),
    )

    def today(self, actor: Actor) -> list[TodayItem]:
        from . import queries

        return queries.today(actor)

    def search(self, actor: Actor, text: str) -> list[SearchHit]:
        from . import queries

        return queries.search(actor, text)

    def home_panels(self, actor: Actor) -> list[HomePanel]:
        from . import queries

        if actor.capacity not in FAMILY:
            return []
        children = list(queries.pupils(actor)[:AT_HOME])
        if children:
            return [HomePanel("people/_home_children.html", {"children": children})]
        return [HomePanel("people/_home_claim.html", {}, beside=False)] if actor.capacity == Capacity.GUARDIAN else []

    def figures(self) -> Mapping[str, int]:
        from . import figures

        return figures.figures()

    def personal_data(self, person_id: UUID) -> dict[str, Any]:
        from . import personal_data

        return personal_data.of(person_id)

    def personal_data_counts(self, person_id: UUID) -> list[tuple[str, int]]:
        from . import personal_data

        return personal_data.counts(person_id)
