"""What kinds of notices there are. Each app registers its own, from the `ready()` of its app.

    kinds.register("message.new", ngettext_lazy("You have a new message", "You have %(times)d new messages", "times"))

A sentence never carries a child's name, a person's name or any content: it may be read over a shoulder, on a locked
screen, or by the wrong parent. `%(times)d` is how often it happened since the person last looked.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WELCOME = "notifications.welcome"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice. `urgent` ones can't be turned off; `routes` are those it takes unless the person said no."""

    name: str
    text: str | Promise
    label: str | Promise
    icon: str = "bell"
    urgent: bool = False
    routes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its name in the settings."""
        return str(self.label % {"times": 1})

    def sentence(self, times: int = 1) -> str:
        """Return what the notice says when it happened so many times."""
        return str(self.text % {"times": times})


_kinds: dict[str, Kind] = {}
UNKNOWN = Kind("", _("Something new is waiting for you"), _("Other"))


def register(
    name: str,
    text: str | Promise,
    *,
    label: str | Promise = "",
    icon: str = "bell",
    urgent: bool = False,
    routes: tuple[str, ...] = (),
) -> None:
    """Make a kind of notice known. `label` names it in the settings; without one the sentence does."""
    _kinds[name] = Kind(name, text, label or text, icon, urgent, routes)


def find(name: str) -> Kind:
    """Return the kind of that name; for one that is gone, a kind that says only that something is new."""
    return _kinds.get(name, UNKNOWN)


def is_registered(name: str) -> bool:
    return name in _kinds


def all_kinds() -> list[Kind]:
    return list(_kinds.values())
