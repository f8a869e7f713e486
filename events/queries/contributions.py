"""What showcases add to the list of today and to the search."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cocare.core import clock
from cocare.core.access import Actor, visible
from cocare.core.contributions import SearchHit, TodayItem
from cocare.people.enums import Capacity

from .. import rules
from ..enums import EDITABLE, EntryState, ShowcaseState
from ..models import Entry
from . import entering, judging, public

SCORING_MINUTES = 15
HITS = 10


def today(actor: Actor) -> list[TodayItem]:
    """Return works to finish and scores that are due."""
    if actor.capacity in (Capacity.JUROR, Capacity.TEAM):
        waiting = _scores_today(actor)
        if waiting or actor.capacity == Capacity.JUROR:
            return waiting + (_entries_today(actor) if actor.capacity == Capacity.TEAM else [])
    if actor.capacity in rules.ENTERING:
        return _entries_today(actor)
    return []


def _scores_today(actor: Actor) -> list[TodayItem]:
    items = []
    for queue in judging.scoring_queues(actor):
        if not queue.left:
            continue
        items.append(
            TodayItem(
                title=queue.showcase.title,
                detail=_("%(count)d works wait for your marks") % {"count": queue.left},
                url=reverse("events:judging.list"),
                minutes=queue.left * SCORING_MINUTES,
                due=queue.showcase.scoring_until,
                waits=True,
                action=_("Score"),
            )
        )
    return items


def _entries_today(actor: Actor) -> list[TodayItem]:
    soon = clock.now() + timedelta(days=30)
    rows = (
        visible(Entry, actor, rules.author_of)
        .filter(
            Q(state=EntryState.CORRECTION_REQUIRED, showcase__state=ShowcaseState.QUALIFICATION_CHECKING)
            | Q(
                state__in=EDITABLE,
                showcase__state=ShowcaseState.SUBMISSION_OPEN,
                showcase__closes_at__range=(clock.now(), soon),
            )
        )
        .select_related("showcase")
        .order_by("showcase__closes_at")[:HITS]
    )
    return [
        TodayItem(
            title=entry.title or entry.showcase.title,
            detail=_("To be repaired") if entry.state == EntryState.CORRECTION_REQUIRED else _("Not sent in yet"),
            url=reverse("events:entry.edit", kwargs={"pk": entry.pk}),
            minutes=20,
            due=entry.showcase.closes_at,
            waits=True,
            action=_("Finish"),
        )
        for entry in rows
    ]


def search(actor: Actor, text: str) -> list[SearchHit]:
    """Return public works and own works. A juror's search finds no work that is still being judged."""
    works = {entry.pk: entry for entry in public.gallery(text=text)[:HITS]}
    hits = [_hit(entry, reverse("events:work.show", kwargs={"pk": entry.pk})) for entry in works.values()]
    if actor.capacity in rules.ENTERING:
        own = (
            entering.own_entries(actor)
            .filter(Q(title__icontains=text) | Q(summary__icontains=text))
            .exclude(pk__in=works)
        )
        hits += [_hit(entry, reverse("events:entry.edit", kwargs={"pk": entry.pk})) for entry in own[:HITS]]
    return hits


def _hit(entry: Entry, url: str) -> SearchHit:
    return SearchHit(title=entry.title, excerpt=entry.summary, url=url, kind=_("work"), at=entry.submitted_at)
