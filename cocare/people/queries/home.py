"""What this app adds to the pages that gather from all of them."""

from django.urls import reverse
from django.utils.translation import gettext

from cocare.core.access import Actor
from cocare.core.contributions import SearchHit, TodayItem

from ..enums import FAMILY, ChangeAction
from ..lifecycle import CHANGE
from ..models import Enrolment, GuardianshipChange
from .families import pupils

MOST = 20


def today(actor: Actor) -> list[TodayItem]:
    """Return the documents that wait for a school's leadership: to be looked at, to be put into effect."""
    waiting = CHANGE.waiting_for(actor, ChangeAction.VERIFY, ChangeAction.TAKE_EFFECT)
    changes = GuardianshipChange.objects.filter(waiting).select_related("guardianship").order_by("submitted_at")
    return [
        TodayItem(
            title=gettext("A document about a guardian"),
            detail=change.get_state_display(),
            url=reverse("people:pupil.show", args=[change.guardianship.pupil_id]),
            minutes=2,
            waits=True,
        )
        for change in changes[:MOST]
    ]


def search(actor: Actor, text: str) -> list[SearchHit]:
    """Return children that the actor may see anyway, by a part of the name."""
    hits = []
    route = "people:child.show" if actor.capacity in FAMILY else "people:pupil.show"
    for pupil in pupils(actor).filter(name__icontains=text)[:MOST]:
        now_in: list[Enrolment] = pupil.now_in  # type: ignore[attr-defined]  # prefetched by `pupils`
        school_class = now_in[0].school_class if now_in else None
        excerpt = f"{school_class.school.short_name} {school_class.label}" if school_class else ""
        hits.append(SearchHit(pupil.name, excerpt, reverse(route, args=[pupil.pk]), gettext("child")))
    return hits
