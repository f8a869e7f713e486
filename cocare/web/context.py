"""What every shell needs, looked up only when a template asks for it."""

from collections.abc import Callable
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from cocare.core.access import ANONYMOUS, Actor

from . import navigation

Counter = Callable[[Actor], int]
_counters: dict[str, Counter] = {}


def count_with(key: str, counter: Counter) -> None:
    """Say how the number of new things at one place ("chat", "bell") is found. One query each."""
    _counters[key] = counter


def counts_of(actor: Actor) -> dict[str, int]:
    """The number of new things at each place that counts them. Nothing for who is not signed in."""
    return {} if actor.is_anonymous else {key: counter(actor) for key, counter in _counters.items()}


class Shell:
    """The frame of a page: navigation, counts, looks. Every property is computed at most once."""

    def __init__(self, request: HttpRequest):
        self._request = request
        self.demo = settings.DEMO

    @cached_property
    def actor(self) -> Actor:
        return getattr(self._request, "actor", ANONYMOUS)

    @property
    def theme(self) -> str:
        display = getattr(self._request, "display", None)
        return display.theme if display else "auto"

    @property
    def text_size(self) -> str:
        display = getattr(self._request, "display", None)
        return display.text_size if display else "normal"

    @cached_property
    def counts(self) -> dict[str, int]:
        return counts_of(self.actor)

    @cached_property
    def _menu(self) -> tuple:
        match = getattr(self._request, "resolver_match", None)
        return navigation.menu(self.actor.capacity, match, self.counts)

    @property
    def places(self) -> list[navigation.Entry]:
        return self._menu[0]

    @property
    def tools_title(self):
        return self._menu[1]

    @property
    def tools(self) -> list[navigation.Entry]:
        return self._menu[2]

    @property
    def foot(self) -> list[navigation.Entry]:
        return self._menu[3]

    @property
    def unread(self) -> int:
        return self.counts.get("bell", 0)

    @cached_property
    def bell_url(self) -> str:
        return "" if self.actor.is_anonymous else navigation.address("notifications:notification.list")

    @cached_property
    def search_url(self) -> str:
        return "" if self.actor.is_anonymous else navigation.address("web:search.show")


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: `shell` in every template."""
    return {"shell": Shell(request)}
