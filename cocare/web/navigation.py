"""Where each capacity finds its places: at most five in the bar, a few more in the rail.

An entry names a page by URL name. What this installation does not have yet is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, ResolverMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Entry:
    """One place. `room` is the URL namespace whose pages lie below it, `key` names its count of new things."""

    key: str
    label: str | Promise
    icon: str
    name: str
    room: str = ""
    url: str = ""
    current: bool = False
    badge: int | None = None
    """How many new things are there; None where nobody counts."""


TODAY = Entry("today", pgettext_lazy("navigation", "Today"), "today", "web:home.show")
OVERVIEW = Entry("today", pgettext_lazy("navigation", "Overview"), "chart", "web:home.show")
CHAT = Entry("chat", pgettext_lazy("navigation", "Chat"), "chat", "channel:conversation.list", "channel")
LEARN = Entry("learn", pgettext_lazy("navigation", "Learn"), "learn", "parents_school:course.list", "parents_school")
EVENTS = Entry("events", pgettext_lazy("navigation", "Events"), "event", "events:showcase.list", "events")
ME = Entry("me", pgettext_lazy("navigation", "Me"), "me", "people:profile.show", "people")
DISPLAY = Entry("display", pgettext_lazy("navigation", "Display"), "text", "web:display.edit")

MAP = Entry("map", _("The district's map"), "pin", "web:map.show")
CLAIM = Entry("claim", _("Add a child"), "plus", "people:child.claim")
COURSES = Entry("courses", _("My courses"), "play", "parents_school:learning.list")
ENTRIES = Entry("entries", _("My entries"), "pencil", "events:entry.list")
COURSE_DESK = Entry("course_desk", _("Course desk"), "sliders", "parents_school:authoring.list")
SHOWCASES = Entry("showcases", _("Manage showcases"), "trophy", "events:showcase.manage")
CHECK = Entry("check", _("Check a certificate"), "shield", "parents_school:verification.find")
CERTIFICATES = Entry("certificates", _("My certificates"), "cert", "parents_school:certificate.list")
CLASSES = Entry("classes", _("My classes"), "people", "people:class.list")
SCHOOLS = Entry("schools", _("Schools and groups"), "school", "people:organisation.list")
JUDGING = Entry("events", pgettext_lazy("navigation", "Judging"), "scale", "events:board.list", "events")
AUDIT = Entry("audit", _("Audit trail"), "eye", "people:audit.list")
POSTS = Entry("posts", _("Posts"), "people", "people:post.list")
PERSONS = Entry("persons", _("People and accounts"), "me", "people:person.list")
CHILDREN = Entry("children", _("My children"), "heart", "people:child.list")
TOKENS = Entry("tokens", _("Tokens for programs"), "link", "web:token.list")

FIVE = (TODAY, CHAT, LEARN, EVENTS, ME)
PLACES = {
    "district": (OVERVIEW, CHAT, LEARN, EVENTS, ME),
    "juror": (TODAY, CHAT, JUDGING, EVENTS, ME),
    "administrator": (OVERVIEW, PERSONS, SCHOOLS, ME),
    "auditor": (OVERVIEW, AUDIT, EVENTS, ME),
    "": (TODAY, LEARN, EVENTS),
}
TOOLS = {
    "guardian": (_("For parents"), (CHILDREN, CLAIM, COURSES, CERTIFICATES, MAP)),
    "caregiver": (_("For carers"), (CHILDREN, COURSES, CERTIFICATES, MAP)),
    "teacher": (_("For teachers"), (CLASSES, ENTRIES, COURSES, MAP)),
    "principal": (_("For the school"), (CLASSES, POSTS, ENTRIES, MAP)),
    "team": (_("For the team"), (COURSE_DESK, CERTIFICATES, MAP)),
    "district": (_("District work"), (SHOWCASES, COURSE_DESK, SCHOOLS, MAP)),
    "juror": (_("For the jury"), (CHECK, MAP)),
    "justice": (_("Partners"), (COURSES, MAP)),
    "community": (_("Partners"), (COURSES, MAP)),
    "administrator": (_("Platform"), (POSTS, MAP)),
    "auditor": (_("Platform"), (MAP,)),
}
FOOT = (DISPLAY,)


def address(name: str) -> str:
    """The path of a named page, or nothing when there is no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _present(entries: Iterable[Entry], counts: dict[str, int]) -> list[Entry]:
    found = ((entry, address(entry.name)) for entry in entries)
    return [replace(entry, url=url, badge=counts.get(entry.key)) for entry, url in found if url]


def _lit(places: list[Entry], tools: list[Entry], match: ResolverMatch | None) -> str:
    """The name of the one entry that stands for the page being shown."""
    if match is None:
        return ""
    for entry in (*places, *tools):
        if entry.name == match.view_name:
            return entry.name
    return next((entry.name for entry in places if entry.room and entry.room == match.app_name), "")


def menu(
    capacity: str, match: ResolverMatch | None = None, counts: dict[str, int] | None = None
) -> tuple[list[Entry], str | Promise, list[Entry], list[Entry]]:
    """What one capacity sees: places, the tools' title, tools, and the entries at the foot."""
    counts = counts or {}
    title, tools = TOOLS.get(capacity, ("", ()))
    groups = [_present(group, counts) for group in (PLACES.get(capacity, FIVE), tools, FOOT)]
    lit = _lit(groups[0], [*groups[1], *groups[2]], match)
    places, tools, foot = ([replace(entry, current=entry.name == lit) for entry in group] for group in groups)
    return places, title, tools, foot
