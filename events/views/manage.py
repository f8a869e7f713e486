"""The district's desk: a showcase from its plan to its archive."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cocare.core.access import load, require_capacity
from cocare.core.errors import DomainError, Invalid, NotFound
from cocare.core.pagination import page_of
from cocare.core.responses import goto, post_data, refusals_in

from .. import counting, rules
from ..enums import SHOWCASE_MOVES, ShowcaseState, Who, moves_from
from ..forms import MoveForm, ShowcaseForm, facts_of
from ..models import Showcase
from ..queries import office
from ..services import showcases
from .answers import refuse


def _showcase(request: HttpRequest, pk, act=None) -> Showcase:
    return load(Showcase, request.actor, pk, see=rules.oversees, act=act)


@require_GET
def showcase_manage(request: HttpRequest) -> HttpResponse:
    actor = require_capacity(request.actor, "district", "team")
    page = page_of(request, office.managed(actor))
    if not page.object_list and office.district_of(actor) is None and not office.managed(actor).exists():
        raise NotFound
    return render(request, "events/showcase_manage.html", {"page": page, "makes": actor.capacity == "district"})


@require_http_methods(["GET", "POST"])
def showcase_create(request: HttpRequest) -> HttpResponse:
    actor = require_capacity(request.actor, "district")
    district = office.district_of(actor)
    if district is None:
        raise NotFound
    form = ShowcaseForm(post_data(request))
    if form.is_valid():
        facts = form.cleaned_data
        with refusals_in(form):
            showcase = showcases.create(actor=actor, district=district, facts=facts, tracks=facts["tracks"])
            return goto("events:showcase.board", pk=showcase.pk)
    return render(request, "events/showcase_edit.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def showcase_edit(request: HttpRequest, pk) -> HttpResponse:
    showcase = _showcase(request, pk, act=rules.manages)
    form = ShowcaseForm(post_data(request), initial=facts_of(showcase))
    if form.is_valid():
        facts = form.cleaned_data
        with refusals_in(form):
            showcases.change(actor=request.actor, showcase=showcase, facts=facts, tracks=facts["tracks"])
            messages.success(request, _("Changed."))
            return goto("events:showcase.board", pk=showcase.pk)
    context = {"form": form, "showcase": showcase}
    return render(request, "events/showcase_edit.html", context, status=422 if form.is_bound else 200)


def board_context(request: HttpRequest, showcase: Showcase) -> dict:
    states = list(ShowcaseState)
    here = states.index(ShowcaseState(showcase.state))
    counts = office.state_counts(showcase)
    return {
        "showcase": showcase,
        "steps": [(state, index < here, index == here) for index, state in enumerate(states)],
        "moves": [
            (move, showcases.obstacle(showcase, move))
            for move in moves_from(SHOWCASE_MOVES, showcase.state)
            if move.who == Who.MANAGER
        ],
        "manages": request.actor.capacity == "district",
        "counts": counts,
        "sent": sum(count for state, count in counts.items() if state not in ("draft", "withdrawn")),
        "progress": counting.progress(showcase),
        "decides": any(move.who == Who.LEAD for move in moves_from(SHOWCASE_MOVES, showcase.state)),
    }


@require_GET
def showcase_board(request: HttpRequest, pk) -> HttpResponse:
    """Where the showcase stands and what comes next; the scoring part draws itself again on each frame."""
    showcase = _showcase(request, pk)
    context = board_context(request, showcase)
    if request.headers.get("HX-Request"):
        return render(request, "events/_progress.html", context)
    context |= {
        "tracks": office.tracks_with_counts(showcase),
        "objections": list(office.objections(showcase)[:20]) if context["manages"] else [],
        "log": list(office.log(showcase)[:8]),
    }
    return render(request, "events/showcase_board.html", context)


@require_POST
def showcase_advance(request: HttpRequest, pk) -> HttpResponse:
    """One step of the lifecycle. Whose step it is stands in the table."""
    form = MoveForm(request.POST)
    action = form.data.get("action", "")
    lead_step = any(move.action == action and move.who == Who.LEAD for move in SHOWCASE_MOVES)
    showcase = _showcase(request, pk, act=rules.oversees if lead_step else rules.manages)
    back = "events:result.show" if action in ("confirm_awards", "take_back_proposal") else "events:showcase.board"
    if not form.is_valid():
        return refuse(request, Invalid(_("This step is not known. Please open the page again.")), back, pk=showcase.pk)
    try:
        showcases.advance(actor=request.actor, showcase_id=showcase.pk, **form.cleaned_data)
    except DomainError as error:
        return refuse(request, error, back, pk=showcase.pk)
    messages.success(request, _("Done. The showcase has moved on."))
    if action == "propose_awards":
        return goto("events:result.show", pk=showcase.pk)
    return goto("events:showcase.board", pk=showcase.pk)
