from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cocare.channel import forms, queries, services
from cocare.core.errors import DomainError
from cocare.core.paging import page_of

from .messages import refuse


@require_http_methods(["GET", "HEAD", "POST"])
def direct_start(request: HttpRequest) -> HttpResponse:
    """Choose somebody to write to; only those whom the table in rules.py allows are offered."""
    form = forms.StartForm(request.POST or None)
    if request.method == "POST":
        try:
            if form.is_valid():
                person_id, capacity = form.cleaned_data["to"]
                conversation = services.start_direct(actor=request.actor, person_id=person_id, capacity=capacity)
                return HttpResponseRedirect(reverse("channel:conversation.show", args=[conversation.pk]), status=303)
        except DomainError as refused:
            refuse(form, refused)
    search = forms.SearchForm(request.GET)
    text = search.cleaned_data["q"] if search.is_valid() else ""
    page = page_of(request, queries.reachable(request.actor, text))
    context = {"page": page, "form": form, "search": search, "text": text}
    return render(request, "channel/direct_start.html", context, status=422 if form.errors else 200)
