from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cocare.channel import forms, queries, services
from cocare.core.pagination import page_of
from cocare.core.request import Request
from cocare.core.responses import form_status, goto, post_data, refusals_in


@require_http_methods(["GET", "HEAD", "POST"])
def direct_start(request: Request) -> HttpResponse:
    """Choose somebody to write to; only those whom the table in rules.py allows are offered."""
    form = forms.DirectStartForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            person_id, capacity = form.cleaned_data["to"]
            conversation = services.start_direct(actor=request.actor, person_id=person_id, capacity=capacity)
            return goto("channel:conversation.show", conversation.pk)
    search = forms.ConversationSearchForm(request.GET)
    text = search.cleaned_data["q"] if search.is_valid() else ""
    page = page_of(request, queries.reachable(request.actor, text))
    context = {"page": page, "form": form, "search": search, "text": text}
    return render(request, "channel/direct_start.html", context, status=form_status(form))
