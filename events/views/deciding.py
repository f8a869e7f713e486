"""The district's decisions on works: the check, the jury, arbitration, ties, the result, objections."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cocare.core.access import load
from cocare.core.errors import DomainError
from cocare.core.pagination import page_of
from cocare.core.responses import add_refusal, attempt, goto, post_data, refusals_in, validated

from .. import anonymity, rules
from ..enums import ENTRY_MOVES, SCORING, EntryState, ShowcaseState, Who, moves_from
from ..errors import TooFewJurors
from ..forms import AnswerForm, CheckForm, JuryForm, ReasonForm, TieForm
from ..models import Entry, Sheet, Showcase
from ..queries import entrants, everyone, office
from ..services import checking, jury, objections, results, sheets


@require_GET
def entry_queue(request: HttpRequest, pk) -> HttpResponse:
    showcase = load(Showcase, request.actor, pk, see=rules.oversees, act=rules.manages)
    page = page_of(request, office.to_check(showcase))
    return render(request, "events/entry_queue.html", {"showcase": showcase, "page": page})


@require_http_methods(["GET", "POST"])
def entry_check(request: HttpRequest, pk) -> HttpResponse:
    entry = load(everyone.detailed(), request.actor, pk, see=rules.manages_entry)
    form = CheckForm(post_data(request))
    open_now = {move.action for move in moves_from(ENTRY_MOVES, entry.state) if move.who == Who.MANAGER}
    form.fields["action"].choices = [one for one in CheckForm.ACTIONS if one[0] in open_now]
    if form.is_valid():
        with refusals_in(form):
            checking.check_entry(actor=request.actor, entry_id=entry.pk, **form.cleaned_data)
            messages.success(request, _("Written down. The school can see it."))
            return goto("events:entry.queue", pk=entry.showcase_id)
    context = {
        "entry": entry,
        "form": form,
        "blocks": anonymity.blocks(entry.body),
        "files": entrants.files_of(entry),
        "open": bool(open_now) and entry.showcase.state == ShowcaseState.QUALIFICATION_CHECKING,
    }
    return render(request, "events/entry_check.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def jury_assign(request: HttpRequest, pk) -> HttpResponse:
    showcase = load(Showcase, request.actor, pk, see=rules.oversees, act=rules.manages)
    candidates = jury.candidates(showcase)
    chosen = list(showcase.panel.values_list("person_id", flat=True)) or [one.pk for one in candidates]
    form = JuryForm(post_data(request), candidates=candidates, initial={"jurors": chosen, "seed": showcase.seed})
    if form.is_valid():
        try:
            made = jury.assign(
                actor=request.actor, showcase=showcase, jurors=list(form.cleaned_data["jurors"]),
                seed=form.cleaned_data["seed"],
            )  # fmt: skip
            messages.success(request, _("{count} sheets handed out.").format(count=len(made)))
            return goto("events:showcase.board", pk=showcase.pk)
        except TooFewJurors as error:
            form.add_error("jurors", _("{count} works would have too few jurors.").format(count=len(error.short)))
        except DomainError as error:
            add_refusal(form, error)
    context = {"showcase": showcase, "form": form, "open": showcase.state == ShowcaseState.QUALIFICATION_CHECKING}
    return render(request, "events/jury_assign.html", context, status=422 if form.is_bound else 200)


@require_GET
def result_show(request: HttpRequest, pk) -> HttpResponse:
    """Exactly who gets what. While works are being scored, without names."""
    showcase = load(Showcase, request.actor, pk, see=rules.oversees)
    board = results.board(showcase)
    proposal = showcase.proposals.filter(withdrawn_at=None).select_related("prepared_by", "confirmed_by").first()
    tracks = {}
    for line in sorted(board, key=lambda one: (one.entry.track.position, one.rank or len(board), one.entry.number)):
        tracks.setdefault(str(line.entry.track), []).append(line)
    context = {
        "showcase": showcase,
        "tracks": tracks,
        "board": board,
        "proposal": proposal,
        "named": showcase.state not in SCORING,
        "manages": request.actor.capacity == "district",
        "own_proposal": bool(proposal) and proposal.prepared_by_id == request.actor.person_id,
        "scoring": showcase.state in SCORING,
    }
    return render(request, "events/result_show.html", context)


@require_GET
def entry_scores(request: HttpRequest, pk) -> HttpResponse:
    """The sheets of one work by blind number, for unlocking, arbitration and ties."""
    entry = load(everyone.detailed(), request.actor, pk, see=rules.oversees_entry & rules.in_the_running)
    line = next((one for one in results.board(entry.showcase) if one.entry.pk == entry.pk), None)
    context = {
        "entry": entry,
        "line": line,
        "reason": ReasonForm(),
        "tie": TieForm(initial={"place": entry.tie_rank}),
        "scoring": entry.showcase.state in SCORING and entry.state in (EntryState.UNDER_REVIEW, EntryState.SCORED),
    }
    return render(request, "events/entry_scores.html", context)


@require_POST
def sheet_unlock(request: HttpRequest, pk) -> HttpResponse:
    sheet = load(Sheet, request.actor, pk, see=rules.oversees_sheet)
    form = ReasonForm(request.POST)
    done = _("Unlocked. The reason is on record.")
    attempt(request, done, lambda: sheets.unlock(actor=request.actor, sheet_id=sheet.pk, **validated(form)))
    return goto("events:entry.scores", pk=sheet.entry_id)


@require_POST
def entry_arbitrate(request: HttpRequest, pk) -> HttpResponse:
    entry = load(Entry, request.actor, pk, see=rules.oversees_entry & rules.in_the_running)
    done = _("Arbitration has been asked for.")
    attempt(request, done, lambda: jury.arbitrate(actor=request.actor, entry_id=entry.pk))
    return goto("events:entry.scores", pk=entry.pk)


@require_POST
def entry_order(request: HttpRequest, pk) -> HttpResponse:
    entry = load(Entry, request.actor, pk, see=rules.oversees_entry & rules.in_the_running)
    form = TieForm(request.POST)
    done = _("The order is on record.")
    attempt(request, done, lambda: results.order_tied(actor=request.actor, entry_id=entry.pk, **validated(form)))
    return goto("events:entry.scores", pk=entry.pk)


@require_POST
def objection_answer(request: HttpRequest, pk) -> HttpResponse:
    objection = load(office.objection_rows(), request.actor, pk, see=rules.manages_objection)
    form = AnswerForm(request.POST)
    done = _("Answered.")
    attempt(request, done, lambda: objections.act(actor=request.actor, objection_id=objection.pk, **validated(form)))
    return goto("events:showcase.board", pk=objection.entry.showcase_id)
