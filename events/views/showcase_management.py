"""The district's desk: a showcase from its plan to its archive."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cocare.core.access import load, require_capacity
from cocare.core.errors import NotFound
from cocare.core.lifecycle import Transition, records_in
from cocare.core.pagination import page_of
from cocare.core.request import Request
from cocare.core.responses import attempt, form_status, goto, post_data, refusals_in, validated
from cocare.people.enums import Capacity

from .. import rules
from ..enums import EntryState, ShowcaseAction, ShowcaseState, StepTaker
from ..forms import ShowcaseForm, ShowcaseStepForm, showcase_initial
from ..lifecycle import OBJECTION, SHOWCASE
from ..models import Objection, Showcase
from ..queries import district_office
from ..queries.results import AwardFacts
from ..queries.scoring_progress import scoring_progress
from ..services import showcases

LATEST_STEPS = 8
LATEST_OBJECTIONS = 20


@require_safe
def showcase_manage(request: Request) -> HttpResponse:
    actor = require_capacity(request.actor, Capacity.DISTRICT, Capacity.TEAM)
    managed = district_office.managed_showcases(actor)
    page = page_of(request, managed)
    if not page.object_list and district_office.district_of(actor) is None and not managed.exists():
        raise NotFound
    context = {"page": page, "makes": actor.capacity == Capacity.DISTRICT}
    return render(request, "events/showcase_manage.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def showcase_create(request: Request) -> HttpResponse:
    actor = require_capacity(request.actor, Capacity.DISTRICT)
    district = district_office.district_of(actor)
    if district is None:
        raise NotFound
    form = ShowcaseForm(post_data(request))
    if form.is_valid():
        values = form.cleaned_data
        with refusals_in(form):
            showcase = showcases.create_showcase(actor=actor, district=district, values=values, tracks=values["tracks"])
            return goto("events:showcase.board", pk=showcase.pk)
    return render(request, "events/showcase_edit.html", {"form": form}, status=form_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def showcase_edit(request: Request, pk: UUID) -> HttpResponse:
    showcase = load(Showcase, request.actor, pk, **rules.SHOWCASE["edit"])
    form = ShowcaseForm(post_data(request), initial=showcase_initial(showcase))
    if form.is_valid():
        values = form.cleaned_data
        with refusals_in(form):
            showcases.change_showcase(actor=request.actor, showcase=showcase, values=values, tracks=values["tracks"])
            messages.success(request, _("Changed."))
            return goto("events:showcase.board", pk=showcase.pk)
    context = {"form": form, "showcase": showcase}
    return render(request, "events/showcase_edit.html", context, status=form_status(form))


def _progress_context(request: Request, showcase: Showcase) -> dict[str, Any]:
    """Return how far the scoring is, and the next steps with what is in their way.

    A second person confirms the awards where the list is read, on the page of the result.
    """
    facts = AwardFacts(showcase)
    steps = [step for step in SHOWCASE.open_to(request.actor, showcase) if step.who != StepTaker.LEAD]
    return {
        "showcase": showcase,
        "next_steps": [(step, SHOWCASE.obstacle(request.actor, showcase, step, facts)) for step in steps],
        "decides": any(step.who == StepTaker.LEAD for step in SHOWCASE.open_from(showcase.state)),
        "progress": scoring_progress(showcase),
    }


def _board_context(request: Request, showcase: Showcase) -> dict[str, Any]:
    states = list(ShowcaseState)
    here = states.index(ShowcaseState(showcase.state))
    counts = district_office.state_counts(showcase)
    manages = request.actor.capacity == Capacity.DISTRICT
    return {
        "manages": manages,
        "steps": [(state, index < here, index == here) for index, state in enumerate(states)],
        "counts": counts,
        "sent": sum(counts.values()) - counts.get(EntryState.DRAFT, 0) - counts.get(EntryState.WITHDRAWN, 0),
        "tracks": district_office.tracks_with_counts(showcase),
        "objections": _objections(showcase) if manages else [],
        "log": list(records_in(showcase)[:LATEST_STEPS]),
    }


def _objections(showcase: Showcase) -> list[tuple[Objection, list[Transition]]]:
    """Return the latest objections, each with the steps that answer it."""
    rows = district_office.objections_to(showcase)[:LATEST_OBJECTIONS]
    return [(objection, OBJECTION.open_from(objection.state)) for objection in rows]


@require_safe
def showcase_board(request: Request, pk: UUID) -> HttpResponse:
    """Where the showcase stands and what comes next; the scoring part draws itself again on each frame."""
    showcase = load(Showcase, request.actor, pk, **rules.SHOWCASE["board"])
    context = _progress_context(request, showcase)
    if request.htmx:
        return render(request, "events/_progress.html", context)
    return render(request, "events/showcase_board.html", context | _board_context(request, showcase))


@require_POST
def showcase_advance(request: Request, pk: UUID) -> HttpResponse:
    """One step of the lifecycle. Whose step it is stands in its table."""
    showcase = load(Showcase, request.actor, pk, **rules.SHOWCASE["advance"])
    form = ShowcaseStepForm(request.POST)
    done = attempt(
        request,
        _("Done. The showcase has moved on."),
        lambda: showcases.advance_showcase(actor=request.actor, showcase=showcase, **validated(form)),
    )
    # Awards are proposed and confirmed over the list of who gets what.
    of_result = (ShowcaseAction.PROPOSE_AWARDS,) if done else (
        ShowcaseAction.CONFIRM_AWARDS, ShowcaseAction.TAKE_BACK_PROPOSAL,
    )  # fmt: skip
    page = "result.show" if form.data.get("action") in of_result else "showcase.board"
    return goto(f"events:{page}", pk=showcase.pk)
