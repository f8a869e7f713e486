"""Works of the own school: list, draft, send in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cocare.core.access import load, require_capacity
from cocare.core.errors import DomainError, Invalid
from cocare.core.pagination import page_of
from cocare.core.responses import add_refusal, attempt, goto, post_data, refusals_in

from .. import anonymity, rules
from ..enums import ENTERING, ENTRY_MOVES, EntryState, Who, moves_from
from ..errors import DraftChanged
from ..forms import EntryActionForm, EntryFilesForm, EntryForm, SchoolForm, for_page
from ..models import Entry, Showcase
from ..queries import entrants, everyone
from ..services import entries
from .answers import problem, refuse


@require_GET
def entry_list(request: HttpRequest) -> HttpResponse:
    actor = require_capacity(request.actor, *ENTERING)
    page = page_of(request, entrants.my_entries(actor))
    return render(request, "events/entry_list.html", {"page": page, "running": list(everyone.running(actor)[:6])})


@require_http_methods(["GET", "POST"])
def entry_create(request: HttpRequest, pk) -> HttpResponse:
    showcase = load(Showcase, request.actor, pk, see=rules.published & rules.may_enter, act=rules.takes_entries)
    schools = entrants.schools_to_enter_from(request.actor, showcase)
    found = list(schools[:2])
    form = SchoolForm(post_data(request), schools=schools)
    if request.method == "POST" and len(found) == 1:
        form = SchoolForm({"school": found[0].pk}, schools=schools)
    if form.is_valid():
        entry = entries.create_draft(actor=request.actor, showcase=showcase, school=form.cleaned_data["school"])
        return goto("events:entry.edit", pk=entry.pk)
    context = {"showcase": showcase, "form": form, "places": [entrants.places(showcase, school) for school in schools]}
    return render(request, "events/entry_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def entry_edit(request: HttpRequest, pk) -> HttpResponse:
    """The page of one work for its school: a form while it may be changed, the text afterwards."""
    entry = load(everyone.detailed(), request.actor, pk, see=rules.sees_entry)
    writes = entrants.is_author(request.actor, entry) and entry.is_editable
    if not writes:
        return _read(request, entry)
    form = EntryForm(post_data(request), entry=entry, initial=_facts(entry))
    theirs = None
    if form.is_valid():
        try:
            entries.save_draft(
                actor=request.actor, entry=entry, version=form.cleaned_data["version"], facts=form.cleaned_data
            )
            return _after_save(request, entry)
        except DraftChanged as error:
            theirs = error.theirs
        except DomainError as error:
            add_refusal(form, error)
    context = _frame(request, entry) | {"form": for_page(form), "theirs": theirs}
    status = 409 if theirs else 422 if form.is_bound else 200
    return render(request, "events/entry_edit.html", context, status=status)


def _after_save(request: HttpRequest, entry: Entry) -> HttpResponse:
    """One form, two buttons: keep it, or keep it and send it in."""
    action = request.POST.get("then", "")
    if action in ("submit", "resubmit"):
        return _act(request, entry, action)
    messages.success(request, _("Kept. You can go on at any time."))
    return goto("events:entry.edit", pk=entry.pk)


def _act(request: HttpRequest, entry: Entry, action: str) -> HttpResponse:
    words = {
        "submit": _("Sent in. The district will check it."),
        "resubmit": _("Sent in again. The district will check it."),
        "take_back": _("Taken back. Send it in again before the deadline."),
        "withdraw": _("The work is withdrawn."),
    }
    try:
        entries.act(actor=request.actor, entry_id=entry.pk, action=action)
    except Invalid as error:
        entry = load(everyone.detailed(), request.actor, entry.pk, see=rules.sees_entry)
        form = EntryForm(_facts(entry), entry=entry)
        form.is_valid()
        add_refusal(form, error)
        return render(request, "events/entry_edit.html", _frame(request, entry) | {"form": for_page(form)}, status=422)
    except DomainError as error:
        return refuse(request, error, "events:entry.edit", pk=entry.pk)
    messages.success(request, words[action])
    return goto("events:entry.edit", pk=entry.pk)


def _facts(entry: Entry) -> dict:
    facts = {name: getattr(entry, name) for name in ("title", "summary", "body", "version")} | {"track": entry.track_id}
    for position, author in enumerate(entry.authors.all()[:3], start=1):
        facts[f"author_{position}"] = author.person_id
    return facts


def _frame(request: HttpRequest, entry: Entry) -> dict:
    steps = [move for move in moves_from(ENTRY_MOVES, entry.state) if move.who == Who.AUTHOR]
    writes = entrants.is_author(request.actor, entry)
    return {
        "entry": entry,
        "steps": steps if writes else [],
        "places": entrants.places(entry.showcase, entry.school),
        "files": entrants.files_of(entry),
        "attach_form": EntryFilesForm(actor=request.actor) if writes and entry.is_editable else None,
    }


def _read(request: HttpRequest, entry: Entry) -> HttpResponse:
    context = _frame(request, entry) | {
        "blocks": anonymity.blocks(entry.body),
        "comments": entrants.comments_on(entry),
        "waits": entry.state == EntryState.CORRECTION_REQUIRED,
    }
    return render(request, "events/entry_show.html", context)


@require_POST
def entry_save(request: HttpRequest, pk) -> HttpResponse:
    """Autosave. Answers the new version, or with 409 what is stored now."""
    entry = load(Entry, request.actor, pk, see=rules.sees_entry, act=rules.edits_entry)
    form = EntryForm(request.POST, entry=entry)
    if not form.is_valid():
        return problem(Invalid.from_form(form))
    try:
        saved = entries.save_draft(
            actor=request.actor, entry=entry, version=form.cleaned_data["version"], facts=form.cleaned_data
        )
    except DraftChanged as error:
        url = reverse("events:entry.edit", kwargs={"pk": entry.pk})
        return JsonResponse({"code": error.code, "text": str(error.text), "url": url}, status=error.status)
    except DomainError as error:
        return problem(error)
    return JsonResponse({"version": saved.version, "saved_at": saved.saved_at.isoformat()})


@require_POST
def entry_act(request: HttpRequest, pk) -> HttpResponse:
    entry = load(Entry, request.actor, pk, see=rules.sees_entry, act=rules.sends_entry)
    form = EntryActionForm(request.POST)
    if not form.is_valid():
        return refuse(request, Invalid(), "events:entry.edit", pk=entry.pk)
    return _act(request, entry, form.cleaned_data["action"])


@require_POST
def entry_attach(request: HttpRequest, pk) -> HttpResponse:
    entry = load(everyone.detailed(), request.actor, pk, see=rules.sees_entry, act=rules.edits_entry)
    form = EntryFilesForm(request.POST, request.FILES, actor=request.actor)
    if form.is_valid():
        with refusals_in(form):
            entries.attach_files(actor=request.actor, entry=entry, chosen=form.cleaned_data["files"])
            messages.success(request, _("The files are with your work."))
            return goto("events:entry.edit", pk=entry.pk)
    context = _frame(request, entry) | {
        "form": for_page(EntryForm(entry=entry, initial=_facts(entry))),
        "attach_form": form,
    }
    return render(request, "events/entry_edit.html", context, status=422)


@require_POST
def entry_detach(request: HttpRequest, pk) -> HttpResponse:
    file = load(entrants.file_rows(), request.actor, pk, see=rules.detaches)
    attempt(request, _("Taken away."), lambda: entries.detach_file(actor=request.actor, file=file))
    return goto("events:entry.edit", pk=file.entry_id)
