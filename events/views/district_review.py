"""The district's decisions on works: the check, the jury, arbitration, ties, the result, objections."""

from collections import defaultdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cocare.core.access import load
from cocare.core.pagination import page_of
from cocare.core.request import Request
from cocare.core.responses import attempt, form_status, goto, post_data, refusals_in, validated

from .. import rules
from ..domain import anonymity
from ..enums import SCORING, EntryState, ShowcaseState
from ..forms import CheckForm, JuryForm, ObjectionAnswerForm, ReasonForm, TieForm
from ..lifecycle import ENTRY, SHOWCASE
from ..models import Entry, ScoreSheet, Showcase
from ..queries import district_office, entering, public
from ..queries.jury import jury_candidates
from ..queries.results import RankedEntry, current_proposal, result_board
from ..services import awards, entry_checks, jury_assignment, objections, score_sheets


@require_safe
def entry_queue(request: Request, pk: UUID) -> HttpResponse:
    showcase = load(Showcase, request.actor, pk, **rules.SHOWCASE["check_entries"])
    page = page_of(request, district_office.sent_in_entries(showcase))
    return render(request, "events/entry_queue.html", {"showcase": showcase, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def entry_check(request: Request, pk: UUID) -> HttpResponse:
    entry = load(public.entries_in_detail(), request.actor, pk, **rules.ENTRY["check"])
    steps = ENTRY.open_to(request.actor, entry)
    form = CheckForm(post_data(request), entry=entry, steps=steps)
    if form.is_valid():
        with refusals_in(form):
            entry_checks.check_entry(actor=request.actor, entry_id=entry.pk, **form.cleaned_data)
            messages.success(request, _("Written down. The school can see it."))
            return goto("events:entry.queue", pk=entry.showcase_id)
    context = {
        "entry": entry,
        "form": form,
        "blocks": anonymity.text_blocks(entry.body),
        "files": entering.files_of_entry(entry),
        "open": bool(steps) and entry.showcase.state == ShowcaseState.QUALIFICATION_CHECKING,
    }
    return render(request, "events/entry_check.html", context, status=form_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def jury_assign(request: Request, pk: UUID) -> HttpResponse:
    showcase = load(Showcase, request.actor, pk, **rules.SHOWCASE["assign_jury"])
    candidates = jury_candidates(showcase)
    panel = list(showcase.panel.values_list("person_id", flat=True)) or list(candidates.values_list("pk", flat=True))
    form = JuryForm(post_data(request), candidates=candidates, initial={"jurors": panel, "seed": showcase.seed})
    if form.is_valid():
        with refusals_in(form, "jurors"):
            assigned = jury_assignment.assign_jury(actor=request.actor, showcase=showcase, **form.cleaned_data)
            messages.success(request, _("{count} sheets handed out.").format(count=len(assigned)))
            return goto("events:showcase.board", pk=showcase.pk)
    context = {"showcase": showcase, "form": form, "open": showcase.state == ShowcaseState.QUALIFICATION_CHECKING}
    return render(request, "events/jury_assign.html", context, status=form_status(form))


@require_safe
def result_show(request: Request, pk: UUID) -> HttpResponse:
    """Exactly who gets what. While works are being scored, without names."""
    showcase = load(Showcase, request.actor, pk, **rules.SHOWCASE["result"])
    board = result_board(showcase)
    proposal = current_proposal(showcase)
    scoring = showcase.state in SCORING
    context = {
        "showcase": showcase,
        "tracks": _by_track(board),
        "proposal": proposal,
        "named": not scoring,
        "scoring": scoring,
        "open_steps": {step.action: step for step in SHOWCASE.open_to(request.actor, showcase)},
        "own_proposal": proposal is not None and proposal.prepared_by_id == request.actor.person_id,
    }
    return render(request, "events/result_show.html", context)


def _by_track(board: list[RankedEntry]) -> dict[str, list[RankedEntry]]:
    """Return the board in the order of its tracks, best first; those without a rank come last."""
    tracks = defaultdict(list)
    for ranked in board:
        tracks[str(ranked.entry.track)].append(ranked)
    for rows in tracks.values():
        rows.sort(key=lambda ranked: (ranked.rank or len(board), ranked.entry.number or 0))
    return dict(tracks)


@require_safe
def entry_scores(request: Request, pk: UUID) -> HttpResponse:
    """The sheets of one work by blind number, for unlocking, arbitration and ties."""
    entry = load(public.entries_in_detail(), request.actor, pk, **rules.ENTRY["decide_scores"])
    in_scoring = entry.showcase.state in SCORING and entry.state in (EntryState.UNDER_REVIEW, EntryState.SCORED)
    context = {
        "entry": entry,
        "ranked": next((ranked for ranked in result_board(entry.showcase) if ranked.entry.pk == entry.pk), None),
        "tie_form": TieForm(initial={"tie_rank": entry.tie_rank}),
        "scoring": in_scoring,
    }
    return render(request, "events/entry_scores.html", context)


@require_POST
def sheet_unlock(request: Request, pk: UUID) -> HttpResponse:
    sheet = load(ScoreSheet, request.actor, pk, **rules.SCORE_SHEET["unlock"])
    form = ReasonForm(request.POST)
    done = _("Unlocked. The reason is on record.")
    unlock = score_sheets.unlock_score_sheet
    attempt(request, done, lambda: unlock(actor=request.actor, sheet_id=sheet.pk, **validated(form)))
    return goto("events:entry.scores", pk=sheet.entry_id)


@require_POST
def entry_arbitrate(request: Request, pk: UUID) -> HttpResponse:
    entry = load(Entry, request.actor, pk, **rules.ENTRY["decide_scores"])
    done = _("Arbitration has been asked for.")
    attempt(request, done, lambda: jury_assignment.request_arbitration(actor=request.actor, entry_id=entry.pk))
    return goto("events:entry.scores", pk=entry.pk)


@require_POST
def entry_order(request: Request, pk: UUID) -> HttpResponse:
    entry = load(Entry, request.actor, pk, **rules.ENTRY["decide_scores"])
    form = TieForm(request.POST)
    done = _("The order is on record.")
    attempt(request, done, lambda: awards.order_tied_entry(actor=request.actor, entry_id=entry.pk, **validated(form)))
    return goto("events:entry.scores", pk=entry.pk)


@require_POST
def objection_answer(request: Request, pk: UUID) -> HttpResponse:
    objection = load(district_office.objections_with_entry(), request.actor, pk, **rules.OBJECTION["answer"])
    form = ObjectionAnswerForm(request.POST)
    answer = objections.answer_objection
    attempt(request, _("Answered."), lambda: answer(actor=request.actor, objection_id=objection.pk, **validated(form)))
    return goto("events:showcase.board", pk=objection.entry.showcase_id)
