"""The request as views get it: Django's own, with what our middleware adds."""

from typing import Protocol

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from .access import Actor


class DisplaySettings(Protocol):
    """How somebody wants pages to look."""

    @property
    def language(self) -> str:
        """A code of settings.LANGUAGES."""

    @property
    def theme(self) -> str:
        """ "auto", "light" or "dark"."""

    @property
    def text_size(self) -> str:
        """ "normal", "large" or "huge"."""


class Request(HttpRequest):
    """A request whose actor is known. Views annotate their first argument with it, so that `actor` is typed.

    It is never instantiated: the handler makes Django's request, and ActorMiddleware, DisplayMiddleware and
    HtmxMiddleware put these attributes on it.
    """

    actor: Actor
    display: DisplaySettings
    htmx: HtmxDetails
