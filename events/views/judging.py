"""The juror's desk: no school, person or file is named here, and addresses carry the sheet's id only."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cocare.core.access import load, require_capacity
from cocare.core.errors import DomainError, Invalid, NotFound
from cocare.core.responses import attempt, goto, refusals_in, validated

from .. import blind, counting, rules
from ..forms import ReasonForm, SheetForm
from ..models import Sheet
from ..queries import jurors
from ..services import sheets
from .answers import problem


def _sheet(request: HttpRequest, pk, act=None) -> Sheet:
    return load(jurors.sheet_rows(), request.actor, pk, see=rules.own_sheet, act=act)


@never_cache
@require_GET
def board_list(request: HttpRequest) -> HttpResponse:
    actor = require_capacity(request.actor, "juror", "team")
    return render(request, "events/board_list.html", {"queues": jurors.queues(actor)})


@never_cache
@require_http_methods(["GET", "POST"])
def sheet_edit(request: HttpRequest, pk) -> HttpResponse:
    """Queue, work and sheet. POST keeps the marks; with `then=hand_in` it also hands them in."""
    sheet = _sheet(request, pk)
    if request.method == "GET":
        return _draw(request, sheet, _form(sheet))
    sheet = _sheet(request, pk, act=rules.scores_sheet)
    form = _form(sheet, request.POST)
    if not form.is_valid():
        return _draw(request, sheet, form)
    with refusals_in(form):
        _keep(request, sheet, form)
        if request.POST.get("then") == "hand_in":
            sheets.hand_in(actor=request.actor, sheet_id=sheet.pk)
            messages.success(request, _("Handed in. Work {number} is locked now.").format(number=sheet.entry.number))
            return _next(request, sheet)
        messages.success(request, _("Kept. Nobody sees it until you hand it in."))
        return goto("events:board.list")
    return _draw(request, _sheet(request, pk), form)


def _keep(request: HttpRequest, sheet: Sheet, form: SheetForm) -> Sheet:
    facts = form.cleaned_data
    return sheets.save_sheet(
        actor=request.actor, sheet=sheet, marks=form.marks, comment=facts["comment"], veto=facts["veto"]
    )


def _next(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The next open work of the same showcase, or the list when there is none."""
    for queue in jurors.queues(request.actor):
        if queue.showcase.pk == sheet.entry.showcase_id and queue.next:
            return goto("events:sheet.edit", pk=queue.next.sheet.pk)
    return goto("events:board.list")


def _form(sheet: Sheet, data=None) -> SheetForm:
    initial: dict = {"comment": sheet.comment, "veto": sheet.veto}
    initial |= {f"mark_{mark.dimension.code}": mark.value for mark in sheet.marks.all()}
    return SheetForm(data, dimensions=list(sheet.entry.showcase.dimensions.all()), initial=initial)


def _draw(request: HttpRequest, sheet: Sheet, form: SheetForm) -> HttpResponse:
    form.fields["comment"].required = True  # for the reader's eyes: a draft may still lack it
    mine = [queue for queue in jurors.queues(request.actor) if queue.showcase.pk == sheet.entry.showcase_id]
    submitted, expected = counting.progress(sheet.entry.showcase).of_entry.get(sheet.entry.number, (0, 0))
    context = {
        "sheet": sheet,
        "number": sheet.entry.number,
        "track": sheet.entry.track,
        "showcase": sheet.entry.showcase,
        "queue": mine[0],
        "form": form,
        "tally": jurors.tally(sheet, form.dimensions),
        "leaf": jurors.leaf_of(sheet) if sheet.state != "recused" else None,
        "attachments": jurors.attachments(sheet) if sheet.state != "recused" else [],
        "pips": [index < submitted for index in range(expected)],
        "submitted": submitted,
        "expected": expected,
    }
    return render(request, "events/sheet_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def sheet_save(request: HttpRequest, pk) -> HttpResponse:
    """Autosave of marks and comment."""
    sheet = _sheet(request, pk, act=rules.scores_sheet)
    form = _form(sheet, request.POST)
    if not form.is_valid():
        return problem(Invalid.from_form(form))
    try:
        saved = _keep(request, sheet, form)
    except DomainError as error:
        return problem(error)
    tally = jurors.tally(_sheet(request, pk), form.dimensions)
    time = timezone.localtime(saved.saved_at).strftime("%H:%M")
    return JsonResponse(
        {"version": saved.version, "at": time, "score": tally.score, "weight": tally.weight, "missing": tally.missing}
    )


@require_POST
def sheet_recuse(request: HttpRequest, pk) -> HttpResponse:
    sheet = _sheet(request, pk, act=rules.scores_sheet)
    form = ReasonForm(request.POST)
    done = _("You have stepped back from this work. The reason is on record.")
    if attempt(request, done, lambda: sheets.recuse(actor=request.actor, sheet_id=sheet.pk, **validated(form))):
        return _next(request, sheet)
    return goto("events:sheet.edit", pk=sheet.pk)


@never_cache
@require_GET
def sheet_file(request: HttpRequest, pk, place: int) -> HttpResponse:
    """An attachment of the work by its place, as a copy without names and metadata."""
    sheet = load(jurors.sheet_rows(), request.actor, pk, see=rules.own_sheet, act=rules.reads_work)
    found = [one for one in jurors.attachments(sheet) if one.place == place]
    if not found:
        raise NotFound
    return blind.answer(found[0])
