"""Pages that say how it works and under which terms. Open to visitors."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cocare.core.request import Request


@login_not_required
@require_safe
def terms_show(request: Request) -> HttpResponse:
    return render(request, "web/terms_show.html")


@login_not_required
@require_safe
def privacy_show(request: Request) -> HttpResponse:
    return render(request, "web/privacy_show.html")


@login_not_required
@require_safe
def help_show(request: Request) -> HttpResponse:
    return render(request, "web/help_show.html")
