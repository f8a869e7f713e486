"""The search page: hits from every app in one list."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cocare.core import contributions
from cocare.core.pagination import page_of
from cocare.core.request import Request
from cocare.core.responses import form_status

from ..forms import SearchForm


@require_safe
def search_show(request: Request) -> HttpResponse:
    form = SearchForm(request.GET or None)
    hits = contributions.search(request.actor, form.cleaned_data["q"]) if form.is_valid() else []
    status = form_status(form) if form.errors else 200
    return render(request, "web/search_show.html", {"form": form, "page": page_of(request, hits)}, status=status)
