"""The written tables of who may do what, in `tests/<app>/access.py`: walked by tests/architecture, closed by default.

TABLE has a Row for each route and method: who may (anything but a refusal), who sees it but may not (403), and that
everybody else gets 404; who is not signed in is sent to the sign-in page unless the route is public.
COMMANDS has a CommandRow for each socket command, TOPICS a TopicRow for each kind of live topic, FILES a FileRow for
each purpose of files, NOT_EXPORTED says which tables are not in the file of one's own data, and why.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.conf import settings

from cocare.core.access import Actor
from cocare.people.enums import Capacity
from cocare.people.models import Person

from . import factories as make
from .cast import Cast

ALL = "all"

# Every name a row may use: an attribute of the cast, and the capacity it acts in (None: that of its post).
WALKERS: dict[str, tuple[Callable[[Cast], Person], Capacity | None]] = {
    "lin_lan": (lambda cast: cast.lin_lan, None),
    "xu_heng": (lambda cast: cast.xu_heng, None),
    "he_miao": (lambda cast: cast.he_miao, None),
    "wang_xiuzhen": (lambda cast: cast.wang_xiuzhen, Capacity.CAREGIVER),
    "stranger": (lambda cast: cast.stranger, None),
    "zhou_jing": (lambda cast: cast.zhou_jing, Capacity.TEACHER),
    "zhou_jing_as_mother": (lambda cast: cast.zhou_jing, Capacity.GUARDIAN),
    "luo_ping": (lambda cast: cast.luo_ping, None),
    # The post ended yesterday, so what is left is a guardian without a child.
    "former_teacher": (lambda cast: cast.former_teacher, Capacity.TEACHER),
    "principal": (lambda cast: cast.principal, None),
    "other_principal": (lambda cast: cast.other_principal, None),
    "team_member": (lambda cast: cast.team_member, None),
    "team_lead": (lambda cast: cast.team_lead, None),
    "district_staff": (lambda cast: cast.district_staff, None),
    "juror": (lambda cast: cast.jurors[0], None),
    "court_officer": (lambda cast: cast.court_officer, None),
    "law_vice_principal": (lambda cast: cast.law_vice_principal, None),
    "community_worker": (lambda cast: cast.community_worker, None),
    "administrator": (lambda cast: cast.administrator, None),
    "auditor": (lambda cast: cast.auditor, None),
}


@dataclass(frozen=True)
class Row:
    """One line of the table. `url` makes the route's kwargs from the cast (and whatever it builds there).

    `may` and `sees` hold names of WALKERS, separated by spaces, or ALL. `public` opens it to who is not signed in.
    """

    route: str
    may: str = ""
    sees: str = ""
    method: str = "GET"
    public: bool = False
    url: Callable[[Cast], dict[str, Any]] = field(default=lambda cast: {})
    data: Callable[[Cast], dict[str, Any]] = field(default=lambda cast: {})
    content_type: str = ""

    def names(self, text: str) -> set[str]:
        return names(text)


@dataclass(frozen=True)
class CommandRow:
    """Who may call a socket command with `data`, as the wire brings it, and who sees its subject but may not."""

    do: str
    may: str = ""
    sees: str = ""
    data: Callable[[Cast], dict[str, Any]] = field(default=lambda cast: {})


@dataclass(frozen=True)
class TopicRow:
    """Who may watch a subject of a kind of live topic."""

    kind: str
    may: str
    key: Callable[[Cast], UUID]


@dataclass(frozen=True)
class FileRow:
    """Who may open a file that is attached for a purpose."""

    purpose: str
    may: str
    file: Callable[[Cast], UUID]


def names(text: str) -> set[str]:
    """Return the names of WALKERS in the text of a row."""
    return set(WALKERS) if text == ALL else set(text.split())


def actor_of(name: str, cast: Cast) -> Actor:
    """Return the actor of a name of WALKERS."""
    who, capacity = WALKERS[name]
    return make.actor(who(cast), capacity)


def of_every_app(name: str) -> list[Any]:
    """Return what each app of settings.ROOMS calls `name` in its tests/<app>/access.py, for those that have it."""
    modules = [f"tests.{room.rpartition('.')[2]}.access" for room in settings.ROOMS]
    there = [import_module(module) for module in modules if find_spec(module.rpartition(".")[0]) and find_spec(module)]
    return [getattr(module, name) for module in there if hasattr(module, name)]
