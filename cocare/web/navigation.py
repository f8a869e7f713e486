"""What each capacity finds in the navigation: the bar, the tools beside it, the foot. The apps say what there is."""

from typing import NamedTuple

from django.urls import NoReverseMatch, ResolverMatch, reverse
from django.utils.translation import gettext_lazy as _

from cocare.core import contributions
from cocare.core.contributions import NavigationEntry, Section, Text
from cocare.people.enums import Capacity

TOOLS_TITLES: dict[str, Text] = {
    Capacity.GUARDIAN: _("For parents"),
    Capacity.CAREGIVER: _("For carers"),
    Capacity.TEACHER: _("For teachers"),
    Capacity.PRINCIPAL: _("For the school"),
    Capacity.TEAM: _("For the team"),
    Capacity.DISTRICT: _("District work"),
    Capacity.JUROR: _("For the jury"),
    Capacity.JUSTICE: _("Partners"),
    Capacity.COMMUNITY: _("Partners"),
    Capacity.ADMINISTRATOR: _("Platform"),
    Capacity.AUDITOR: _("Platform"),
}


class MenuItem(NamedTuple):
    """An entry of the navigation as one page shows it. `badge` counts new things; None where nobody counts."""

    key: str
    label: Text
    icon: str
    url: str
    current: bool
    badge: int | None


class Menu(NamedTuple):
    """The navigation of one page."""

    bar: list[MenuItem]
    tools_title: Text
    tools: list[MenuItem]
    foot: list[MenuItem]


def url_or_empty(url_name: str) -> str:
    """Return the path of a named page, or nothing where there is no such page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _current(bar: list[NavigationEntry], others: list[NavigationEntry], match: ResolverMatch | None) -> str:
    """Return the URL name of the one entry that stands for the page being shown."""
    if match is None:
        return ""
    for entry in (*bar, *others):
        if entry.url_name == match.view_name:
            return entry.url_name
    return next((entry.url_name for entry in bar if entry.below and entry.below == match.app_name), "")


def menu(capacity: str, match: ResolverMatch | None = None, counts: dict[str, int] | None = None) -> Menu:
    """Return what one capacity ("" is who is not signed in) finds beside the page that `match` names."""
    numbers = counts or {}
    bar, tools, foot = (contributions.navigation(capacity, section) for section in Section)
    current = _current(bar, [*tools, *foot], match)

    def items(entries: list[NavigationEntry]) -> list[MenuItem]:
        drawn = ((entry, url_or_empty(entry.url_name)) for entry in entries)
        return [
            MenuItem(entry.key, entry.label, entry.icon, url, entry.url_name == current, numbers.get(entry.key))
            for entry, url in drawn
            if url
        ]

    return Menu(items(bar), TOOLS_TITLES.get(capacity, ""), items(tools), items(foot))
