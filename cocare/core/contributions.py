"""What an app of settings.ROOMS offers to pages and commands that gather from all of them.

An app declares all of it in its `apps.py`, on a ContributingApp; the functions at the end gather over all apps, in the
order of settings.ROOMS. So nothing outside an app's folder has to name it but settings.ROOMS and the URL conf.

What is registered by name (live topics, socket commands, purposes of files, kinds of notices) an app registers in
`ready()`, with the module that keeps it: core.live, core.socket_commands, files.purposes, notifications.kinds.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django.apps import AppConfig
from django.apps import apps as installed
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

from .access import Actor

Text = str | Promise
Counter = Callable[[Actor], int]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One thing for this person today. `waits` marks what only they can do; `minutes` is how long it may take."""

    title: str
    detail: str
    url: str
    minutes: int = 0
    due: datetime | None = None
    waits: bool = False
    done: bool = False
    action: str = ""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One hit: a title, an excerpt around the words, where it leads, and the kind's label ("message", "course" …)."""

    title: str
    excerpt: str
    url: str
    kind: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HomePanel:
    """A section of the home page: a template of the app, which finds `context` as `panel`. Beside the list or below."""

    template: str
    context: Mapping[str, Any]
    beside: bool = True


class Section(StrEnum):
    """Where an entry of the navigation stands: in the bar (at most five), among the tools, or at the foot."""

    BAR = "bar"
    TOOLS = "tools"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """A page that people find in the navigation. `url_name` is the page ("channel:conversation.list").

    `capacities` are those that find it there; "" is who is not signed in. The entries of a section stand by `order`.
    In the bar, all pages of the URL namespace `below` light this entry up. `key` names its count of new things.
    """

    key: str
    label: Text
    icon: str
    url_name: str
    section: Section
    order: int
    capacities: Collection[str]
    below: str = ""


class DistrictPart(StrEnum):
    """Where the district in figures is told: the parts of the map ("1+2+3" and what is public), the staff's page."""

    ONE = "one"
    TWO = "two"
    THREE = "three"
    PUBLIC = "public"
    DASHBOARD = "dashboard"


@dataclass(frozen=True, slots=True)
class DistrictCard:
    """What an app says of the district: `text` is filled with the figures of all apps ("%(courses)d courses").

    `figure` is the key of the number that stands large above it. `url_name` leads to the page behind, called `link`.
    """

    part: DistrictPart
    title: Text
    text: Text = ""
    figure: str = ""
    url_name: str = ""
    link: Text = ""
    order: int = 50


class ContributingApp(AppConfig):
    """An app of settings.ROOMS. Each default offers nothing; an app overrides what it has.

    All methods are called when every model is loaded, so that they import the app's modules inside.
    """

    default = False
    navigation: Sequence[NavigationEntry] = ()
    district_cards: Sequence[DistrictCard] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # Django finds this class too in each `apps.py` that imports it: the app's own one is meant.
        super().__init_subclass__(**kwargs)
        cls.default = True

    def today(self, actor: Actor) -> list[TodayItem]:
        """Return what needs the actor today, for the home page."""
        return []

    def search(self, actor: Actor, text: str) -> list[SearchHit]:
        """Return what holds the words among what the actor may see, and nothing else."""
        return []

    def home_panels(self, actor: Actor) -> list[HomePanel]:
        """Return sections of the actor's home page."""
        return []

    def counters(self) -> Mapping[str, Counter]:
        """Return who counts the new things at an entry of the navigation ("chat"). One query each."""
        return {}

    def figures(self) -> Mapping[str, int]:
        """Return counts for the district's map, by keys that no other app uses. Open to everyone: sums only."""
        return {}

    def personal_data(self, person_id: UUID) -> Mapping[str, Any]:
        """Return all that is stored about a person as plain data, by parts that no other app uses.

        Nothing about anybody else: whoever asks gets it as a file (Personal Information Protection Law, article 45).
        """
        return {}

    def personal_data_counts(self, person_id: UUID) -> list[tuple[str, int]]:
        """Return (label, number) of what `personal_data` holds, for the profile page. One query each."""
        return []

    def api_router(self) -> Any:
        """Return the app's ninja Router, or None."""
        return None

    def seed_demo(self, district: Any) -> None:
        """Put the app's contents into the demo district whose people are there already (people.demo)."""


def contributing_apps() -> list[ContributingApp]:
    """Return the apps of settings.ROOMS, in their order. Raise ImproperlyConfigured for one of another kind."""
    configs = {config.name: config for config in installed.get_app_configs()}
    contributing = []
    for name in settings.ROOMS:
        config = configs[name]
        if not isinstance(config, ContributingApp):
            raise ImproperlyConfigured(f"the AppConfig of {name} is no ContributingApp")
        contributing.append(config)
    return contributing


def today(actor: Actor) -> list[TodayItem]:
    """Return what needs the actor today, app by app."""
    return [item for app in contributing_apps() for item in app.today(actor)]


def search(actor: Actor, text: str) -> list[SearchHit]:
    """Return the hits of every app."""
    return [hit for app in contributing_apps() for hit in app.search(actor, text)]


def home_panels(actor: Actor) -> list[HomePanel]:
    """Return the sections of the actor's home page."""
    return [panel for app in contributing_apps() for panel in app.home_panels(actor)]


def counts(actor: Actor) -> dict[str, int]:
    """Return the number of new things by key of the navigation. Nothing for who is not signed in."""
    if actor.is_anonymous:
        return {}
    return {key: counter(actor) for app in contributing_apps() for key, counter in app.counters().items()}


def navigation(capacity: str, section: Section) -> list[NavigationEntry]:
    """Return the entries that a capacity finds in a section, in their order."""
    entries = (entry for app in contributing_apps() for entry in app.navigation if entry.section == section)
    return sorted((entry for entry in entries if capacity in entry.capacities), key=lambda entry: entry.order)


def figures() -> dict[str, int]:
    """Return the figures of all apps by key."""
    return _merged(app.figures() for app in contributing_apps())


def district_cards() -> list[DistrictCard]:
    """Return what every app says of the district, in order."""
    cards = (card for app in contributing_apps() for card in app.district_cards)
    return sorted(cards, key=lambda card: card.order)


def personal_data(person_id: UUID) -> dict[str, Any]:
    """Return all that is stored about a person, by part."""
    return _merged(app.personal_data(person_id) for app in contributing_apps())


def personal_data_counts(person_id: UUID) -> list[tuple[str, int]]:
    """Return (label, number) of all that is stored about a person."""
    return [line for app in contributing_apps() for line in app.personal_data_counts(person_id)]


def _merged(parts: Iterable[Mapping[str, T]]) -> dict[str, T]:
    """Return all parts as one. Raise ValueError where two apps use the same key: one would hide the other."""
    merged: dict[str, T] = {}
    for part in parts:
        if twice := merged.keys() & part.keys():
            raise ValueError(f"two apps offer {', '.join(sorted(twice))}")
        merged.update(part)
    return merged
