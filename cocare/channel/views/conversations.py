from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cocare.channel import forms, presenting, queries, rules, services, wire
from cocare.core.access import load
from cocare.core.pagination import page_of


@require_safe
def conversation_list(request: HttpRequest) -> HttpResponse:
    services.open_missing(request.actor)
    form = forms.SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = queries.named(queries.conversations(request.actor), request.actor, text)
    page = page_of(request, found)
    context = {
        "page": page,
        "rows": presenting.rows(page.object_list, request.actor),
        "form": form,
        "text": text,
        "may_start": queries.reaches_anyone(request.actor),
    }
    return render(request, "channel/conversation_list.html", context)


@require_safe
def conversation_show(request: HttpRequest, pk: str) -> HttpResponse:
    actor = request.actor
    conversation = load(queries.conversations(actor), actor, pk, see=rules.member)
    place = forms.placed(request.GET)
    messages, more, newer = queries.around_seq(conversation, place)
    mark = queries.mark_of(conversation, actor)
    if not newer:
        services.mark_read(actor=actor, conversation=conversation, through=conversation.last_seq)
    neighbours = page_of(request, queries.conversations(actor))
    context = {
        "conversation": conversation,
        "title": queries.title(conversation, actor),
        "subtitle": presenting.subtitle(conversation, actor),
        "chip": presenting.chip(conversation),
        "tone": presenting.TONES[conversation.kind],
        "rows": presenting.rows(neighbours.object_list, actor),
        "lines": presenting.lines(conversation, messages, actor, mark),
        "more": messages[0].seq if more else None,
        "newer": messages[-1].seq if newer else None,
        "may_post": presenting.may_post(actor, conversation),
        "threads": presenting.own_threads(conversation, actor),
        "form": forms.SendForm(actor=actor, initial={"reply_to": request.GET.get("reply", "")}),
        "files": [wire.file(file) for file in queries.recent_files(conversation)],
        "blank_mine": presenting.BLANK_MINE,
        "blank_other": presenting.BLANK_OTHER,
        "quote": presenting.answered(actor, conversation, request.GET.get("reply", "")),
    }
    return render(request, "channel/conversation_show.html", context)
