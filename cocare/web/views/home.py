"""The home page: what needs me today, for who is signed in; the map for everyone else."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cocare.core import clock, contributions
from cocare.core.request import Request
from cocare.people import queries as people

from ..queries import home
from .map import map_show

MORNING, NOON, EVENING = 5, 12, 18  # hours at which a greeting begins


def part_of_day() -> str:
    hour = clock.now().astimezone(clock.ZONE).hour
    return "morning" if MORNING <= hour < NOON else "afternoon" if NOON <= hour < EVENING else "evening"


@login_not_required
@require_safe
def home_show(request: Request) -> HttpResponse:
    actor = request.actor
    if actor.is_anonymous:
        return map_show(request)
    context = {
        "today": home.today(actor),
        "part": part_of_day(),
        "capacities": people.capacities(actor.acting_person_id),
        "panels": contributions.home_panels(actor),
    }
    return render(request, "web/home_show.html", context)
