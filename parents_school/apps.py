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
from cocare.people.enums import FAMILY, Capacity

BAR, TOOLS = Section.BAR, Section.TOOLS
NOT_IN_THE_BAR = {Capacity.JUROR, Capacity.ADMINISTRATOR, Capacity.AUDITOR}
WRITERS = {Capacity.TEAM, Capacity.DISTRICT}
LEARNERS = {*FAMILY, Capacity.TEACHER, Capacity.JUSTICE, Capacity.COMMUNITY}


class ParentsSchoolConfig(ContributingApp):
    name = "parents_school"
    label = "parents_school"
    navigation = (
        NavigationEntry(
            "learn",
            pgettext_lazy("navigation", "Learn"),
            "learn",
            "parents_school:course.list",
            BAR,
            30,
            {*Capacity, ""} - NOT_IN_THE_BAR,
            below="parents_school",
        ),
        NavigationEntry("courses", _("My courses"), "play", "parents_school:learning.list", TOOLS, 30, LEARNERS),
        NavigationEntry("authoring", _("Course desk"), "sliders", "parents_school:authoring.list", TOOLS, 35, WRITERS),
        NavigationEntry(
            "certificates",
            _("My certificates"),
            "cert",
            "parents_school:certificate.list",
            TOOLS,
            40,
            {*FAMILY, Capacity.TEAM},
        ),
        NavigationEntry(
            "check",
            _("Check a certificate"),
            "shield",
            "parents_school:verification.find",
            TOOLS,
            45,
            {Capacity.JUROR},
        ),
    )
    district_cards = (
        DistrictCard(DistrictPart.DASHBOARD, _("Courses"), figure="courses"),
        DistrictCard(DistrictPart.DASHBOARD, _("Certificates"), figure="certificates"),
        DistrictCard(
            DistrictPart.THREE,
            _("Online parent school"),
            _("%(courses)d courses with %(lessons)d lessons; %(certificates)d certificates so far."),
            url_name="parents_school:verification.find",
            link=_("Check a certificate"),
        ),
    )

    def ready(self) -> None:
        from cocare.files import purposes
        from cocare.files.enums import FileKind
        from cocare.notifications import kinds

        from . import notices, rules
        from .services.videos import PURPOSE

        purposes.register(PURPOSE, rules.sees_video, kinds=[FileKind.VIDEO])
        for name, facts in notices.KINDS.items():
            kinds.register(name, **facts)

    def today(self, actor: Actor) -> list[TodayItem]:
        from . import queries

        return queries.today(actor)

    def search(self, actor: Actor, text: str) -> list[SearchHit]:
        from . import queries

        return queries.search(actor, text)

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
