"""The context of every page's frame, looked up only when a template asks for it."""

from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from cocare.core import contributions
from cocare.core.access import ANONYMOUS, Actor

from . import navigation


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
        return contributions.counts(self.actor)

    @cached_property
    def _menu(self) -> navigation.Menu:
        match = getattr(self._request, "resolver_match", None)
        return navigation.menu(self.actor.capacity, match, self.counts)

    @property
    def places(self) -> list[navigation.MenuItem]:
        return self._menu.bar

    @property
    def tools_title(self) -> navigation.Text:
        return self._menu.tools_title

    @property
    def tools(self) -> list[navigation.MenuItem]:
        return self._menu.tools

    @property
    def foot(self) -> list[navigation.MenuItem]:
        return self._menu.foot

    @property
    def unread(self) -> int:
        return self.counts.get("bell", 0)

    @cached_property
    def bell_url(self) -> str:
        return "" if self.actor.is_anonymous else navigation.url_or_empty("notifications:notification.list")

    @cached_property
    def display_url(self) -> str:
        return navigation.url_or_empty("web:display.edit")

    @cached_property
    def search_url(self) -> str:
        return "" if self.actor.is_anonymous else navigation.url_or_empty("web:search.show")


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: `shell` in every template."""
    return {"shell": Shell(request)}
