"""Works of the own school: list, draft, files, steps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cocare.core.access import load, require_capacity
from cocare.core.errors import DomainError, Invalid
from cocare.core.pagination import page_of
from cocare.core.request import Request
from cocare.core.responses import attempt, form_status, goto, post_data, problem, refusals_in, validated

from .. import rules
from ..domain import anonymity
from ..enums import EntryAction
from ..errors import DraftChanged
from ..forms import EntryFilesForm, EntryForm, EntryStepForm, SchoolForm, entry_initial
from ..lifecycle import ENTRY
from ..models import Entry, Showcase
from ..queries import entering, public
from ..queries.quotas import quota_use
from ..services import entries, entry_files

DONE = {
    EntryAction.SUBMIT: gettext_lazy("Sent in. The district will check it."),
    EntryAction.RESUBMIT: gettext_lazy("Sent in again. The district will check it."),
    EntryAction.TAKE_BACK: gettext_lazy("Taken back. Send it in again before the deadline."),
    EntryAction.WITHDRAW: gettext_lazy("The work is withdrawn."),
}


@require_safe
def entry_list(request: Request) -> HttpResponse:
    actor = require_capacity(request.actor, *rules.ENTERING)
    page = page_of(request, entering.own_entries(actor))
    running = list(public.running_showcases(actor)[:6])
    return render(request, "events/entry_list.html", {"page": page, "running": running})


@require_http_methods(["GET", "HEAD", "POST"])
def entry_create(request: Request, pk: UUID) -> HttpResponse:
    showcase = load(Showcase, request.actor, pk, **rules.SHOWCASE["enter"])
    schools = entering.schools_to_enter_from(request.actor, showcase)
    data = post_data(request)
    if data is not None and len(schools) == 1:
        form = SchoolForm({"school": schools[0].pk}, schools=schools)
    else:
        form = SchoolForm(data, schools=schools)
    if form.is_valid():
        with refusals_in(form):
            entry = entries.create_draft(actor=request.actor, showcase=showcase, school=form.cleaned_data["school"])
            return goto("events:entry.edit", pk=entry.pk)
    context = {"showcase": showcase, "form": form, "quotas": [quota_use(showcase, school) for school in schools]}
    return render(request, "events/entry_create.html", context, status=form_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request: Request, pk: UUID) -> HttpResponse:
    """The page of one work for its school: a form while it may be changed, the text afterwards.

    One form, two buttons: keep it, or keep it and send it in.
    """
    entry = load(public.entries_in_detail(), request.actor, pk, **rules.ENTRY["edit"])
    if not (entry.is_editable and entering.is_author(request.actor, entry)):
        return _show_entry(request, entry)
    form = EntryForm(post_data(request), entry=entry, initial=entry_initial(entry))
    if form.is_valid():
        with refusals_in(form):
            saved = _save(request, entry, form)
            form.go_on_from(saved)
            done = _("Kept. You can go on at any time.")
            step = EntryStepForm({"action": request.POST.get("then")})
            if step.is_valid():
                action = step.cleaned_data["action"]
                entries.advance_entry(actor=request.actor, entry_id=entry.pk, action=action)
                done = str(DONE[action])
            messages.success(request, done)
            return goto("events:entry.edit", pk=entry.pk)
    refusal = getattr(form, "refusal", None)
    theirs = refusal.theirs if isinstance(refusal, DraftChanged) else None
    context = _entry_context(request, entry) | {"form": form.mark_needed(), "theirs": theirs}
    return render(request, "events/entry_edit.html", context, status=form_status(form))


def _save(request: Request, entry: Entry, form: EntryForm) -> Entry:
    values = form.cleaned_data
    return entries.save_draft(actor=request.actor, entry=entry, version=values["version"], values=values)


def _entry_context(request: Request, entry: Entry) -> dict[str, Any]:
    writes = entering.is_author(request.actor, entry)
    return {
        "entry": entry,
        "steps": ENTRY.open_to(request.actor, entry) if writes else [],
        "quota": quota_use(entry.showcase, entry.school),
        "files": entering.files_of_entry(entry),
        "attach_form": EntryFilesForm(actor=request.actor) if writes and entry.is_editable else None,
    }


def _show_entry(request: Request, entry: Entry) -> HttpResponse:
    context = _entry_context(request, entry) | {
        "blocks": anonymity.text_blocks(entry.body),
        "comments": entering.comments_on(entry),
    }
    return render(request, "events/entry_show.html", context)


@require_POST
def entry_save(request: Request, pk: UUID) -> HttpResponse:
    """Autosave. Answer with the new version, or with a problem document (409 when it was saved elsewhere)."""
    entry = load(Entry, request.actor, pk, **rules.ENTRY["save"])
    form = EntryForm(request.POST, entry=entry)
    if not form.is_valid():
        return problem(Invalid.from_form(form))
    try:
        saved = _save(request, entry, form)
    except DomainError as refusal:
        return problem(refusal)
    return JsonResponse({"version": saved.version, "saved_at": saved.saved_at.isoformat()})


@require_POST
def entry_advance(request: Request, pk: UUID) -> HttpResponse:
    """A step of its author by a plain button."""
    entry = load(Entry, request.actor, pk, **rules.ENTRY["advance"])
    form = EntryStepForm(request.POST)
    done = str(DONE.get(form.data.get("action", ""), ""))
    attempt(request, done, lambda: entries.advance_entry(actor=request.actor, entry_id=entry.pk, **validated(form)))
    return goto("events:entry.edit", pk=entry.pk)


@require_POST
def entry_attach(request: Request, pk: UUID) -> HttpResponse:
    entry = load(public.entries_in_detail(), request.actor, pk, **rules.ENTRY["attach"])
    form = EntryFilesForm(request.POST, request.FILES, actor=request.actor)
    if form.is_valid():
        with refusals_in(form):
            entry_files.attach_files(actor=request.actor, entry=entry, chosen=form.cleaned_data["files"])
            messages.success(request, _("The files are with your work."))
            return goto("events:entry.edit", pk=entry.pk)
    entry_form = EntryForm(entry=entry, initial=entry_initial(entry))
    context = _entry_context(request, entry) | {"form": entry_form.mark_needed(), "attach_form": form}
    return render(request, "events/entry_edit.html", context, status=form_status(form))


@require_POST
def entry_detach(request: Request, pk: UUID) -> HttpResponse:
    entry_file = load(entering.entry_files(), request.actor, pk, **rules.ENTRY_FILE["detach"])
    attempt(request, _("Taken away."), lambda: entry_files.detach_file(actor=request.actor, entry_file=entry_file))
    return goto("events:entry.edit", pk=entry_file.entry_id)
