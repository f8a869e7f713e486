"""The front door: the district's map for everyone, and what needs me today for who is signed in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cocare.core import clock, contributions
from cocare.core.http import Request
from cocare.core.pagination import page_of
from cocare.core.responses import form_status
from cocare.people import queries as people

from ..forms import SearchForm
from ..queries import district, home

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


@login_not_required
@require_safe
def map_show(request: Request) -> HttpResponse:
    return render(request, "web/map_show.html", {"figures": district.figures(), **district.parts()})


@never_cache
@require_safe
def count_list(request: Request) -> JsonResponse:
    """Answer with the numbers of what is new, for a page on which something came: {"bell": 2, "chat": 5}."""
    return JsonResponse(contributions.counts(request.actor))


@require_safe
def search_show(request: Request) -> HttpResponse:
    form = SearchForm(request.GET or None)
    hits = contributions.search(request.actor, form.cleaned_data["q"]) if form.is_valid() else []
    status = form_status(form) if form.errors else 200
    return render(request, "web/search_show.html", {"form": form, "page": page_of(request, hits)}, status=status)
