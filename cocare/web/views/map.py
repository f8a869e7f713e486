"""The district's map in figures, open to everyone: how each part of the "1+2+3" model stands."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cocare.core.request import Request

from ..queries import district


@login_not_required
@require_safe
def map_show(request: Request) -> HttpResponse:
    return render(request, "web/map_show.html", {"figures": district.figures(), **district.cards_by_part()})
