"""The juror's desk: no school, person or file is named here, and addresses carry the sheet's id only."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cocare.core.access import load, require_capacity
from cocare.core.errors import DomainError, Invalid, NotFound
from cocare.core.request import Request
from cocare.core.responses import attempt, form_status, goto, post_data, problem, refusals_in, validated
from cocare.people.enums import Capacity

from .. import rules
from ..anonymous_files import anonymous_response
from ..enums import ScoreSheetState
from ..forms import ReasonForm, ScoreSheetForm
from ..models import ScoreSheet
from ..queries import judging
from ..queries.scoring_progress import scoring_progress
from ..services import score_sheets


@never_cache
@require_safe
def judging_list(request: Request) -> HttpResponse:
    actor = require_capacity(request.actor, Capacity.JUROR, Capacity.TEAM)
    return render(request, "events/judging_list.html", {"queues": judging.scoring_queues(actor)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_edit(request: Request, pk: UUID) -> HttpResponse:
    """Queue, work and sheet. POST keeps the scores; with `then=hand_in` it also hands them in."""
    verb = "score" if request.method == "POST" else "show"
    sheet = load(judging.score_sheets(), request.actor, pk, **rules.SCORE_SHEET[verb])
    form = ScoreSheetForm(post_data(request), sheet=sheet)
    if form.is_valid():
        with refusals_in(form):
            _save(request, sheet, form)
            if not form.hands_in:
                messages.success(request, _("Kept. Nobody sees it until you hand it in."))
                return goto("events:judging.list")
            score_sheets.hand_in_score_sheet(actor=request.actor, sheet_id=sheet.pk)
            messages.success(request, _("Handed in. Work {number} is locked now.").format(number=sheet.entry.number))
            return _goto_next(request, sheet)
        # What was kept before the refusal belongs on the page.
        sheet = load(judging.score_sheets(), request.actor, pk, **rules.SCORE_SHEET["show"])
    context = _sheet_context(request, sheet, form)
    return render(request, "events/sheet_edit.html", context, status=form_status(form))


def _save(request: Request, sheet: ScoreSheet, form: ScoreSheetForm) -> ScoreSheet:
    comment, veto = form.cleaned_data["comment"], form.cleaned_data["veto"]
    return score_sheets.save_score_sheet(
        actor=request.actor, sheet=sheet, scores=form.scores, comment=comment, veto=veto
    )


def _queue_of(request: Request, sheet: ScoreSheet) -> judging.ScoringQueue | None:
    queues = judging.scoring_queues(request.actor)
    return next((queue for queue in queues if queue.showcase.pk == sheet.entry.showcase_id), None)


def _goto_next(request: Request, sheet: ScoreSheet) -> HttpResponse:
    """Go to the next open work of the same showcase, or to the list when there is none."""
    queue = _queue_of(request, sheet)
    if queue is not None and queue.next is not None:
        return goto("events:sheet.edit", pk=queue.next.sheet.pk)
    return goto("events:judging.list")


def _sheet_context(request: Request, sheet: ScoreSheet, form: ScoreSheetForm) -> dict[str, Any]:
    form.fields["comment"].required = True  # for the reader's eyes: a draft may still lack it
    submitted, expected = scoring_progress(sheet.entry.showcase).of_number(sheet.entry.number)
    recused = sheet.state == ScoreSheetState.RECUSED
    return {
        "sheet": sheet,
        "number": sheet.entry.number,
        "track": sheet.entry.track,
        "showcase": sheet.entry.showcase,
        "queue": _queue_of(request, sheet),
        "form": form,
        "total": judging.running_total(sheet, form.criteria),
        "work": None if recused else judging.anonymous_work(sheet),
        "attachments": [] if recused else judging.attachments(sheet),
        "pips": [index < submitted for index in range(expected)],
        "submitted": submitted,
        "expected": expected,
    }


@require_POST
def sheet_save(request: Request, pk: UUID) -> HttpResponse:
    """Autosave of scores and comment. Answer with the running total, or with a problem document."""
    sheet = load(judging.score_sheets(), request.actor, pk, **rules.SCORE_SHEET["score"])
    form = ScoreSheetForm(request.POST, sheet=sheet)
    if not form.is_valid():
        return problem(Invalid.from_form(form))
    try:
        _save(request, sheet, form)
    except DomainError as refusal:
        return problem(refusal)
    saved = load(judging.score_sheets(), request.actor, pk, **rules.SCORE_SHEET["show"])
    total = judging.running_total(saved, form.criteria)
    time = timezone.localtime(saved.saved_at).strftime("%H:%M")
    return JsonResponse(
        {"version": saved.version, "at": time, "score": total.score, "weight": total.weight, "missing": total.missing}
    )


@require_POST
def sheet_recuse(request: Request, pk: UUID) -> HttpResponse:
    sheet = load(judging.score_sheets(), request.actor, pk, **rules.SCORE_SHEET["score"])
    form = ReasonForm(request.POST)
    done = _("You have stepped back from this work. The reason is on record.")
    recuse = score_sheets.recuse_from_score_sheet
    if attempt(request, done, lambda: recuse(actor=request.actor, sheet_id=sheet.pk, **validated(form))):
        return _goto_next(request, sheet)
    return goto("events:sheet.edit", pk=sheet.pk)


@never_cache
@require_safe
def sheet_file(request: Request, pk: UUID, position: int) -> HttpResponse:
    """An attachment of the work by its position, as a copy without names and metadata."""
    sheet = load(judging.score_sheets(), request.actor, pk, **rules.SCORE_SHEET["read_file"])
    for attachment in judging.attachments(sheet):
        if attachment.position == position:
            return anonymous_response(attachment)
    raise NotFound
