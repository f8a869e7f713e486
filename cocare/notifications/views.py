"""The list behind the bell, opening and reading, and what a person wants outside the page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cocare.core.access import load
from cocare.core.pagination import page_of
from cocare.people.enums import Capacity

from . import queries, rules, services
from .forms import PreferencesForm
from .models import Notification


@require_GET
def notification_list(request: HttpRequest) -> HttpResponse:
    page = page_of(request, queries.notifications(request.actor))
    shown = list(page.object_list)
    elsewhere = [(Capacity(name).label, count) for name, count in queries.unread_elsewhere(request.actor).items()]
    context = {"page": page, "notices": shown, "elsewhere": elsewhere, "unread": queries.unread_count(request.actor)}
    response = render(request, "notifications/notification_list.html", context)
    services.mark_shown(actor=request.actor, notifications=shown)
    return response


@never_cache
@require_GET
def notification_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a notice leads. Opening it is reading it."""
    notice = load(Notification, request.actor, pk, see=rules.own)
    services.mark_read(actor=request.actor, notification=notice)
    return redirect(notice.url or "notifications:notification.list")


@require_POST
def notification_read(request: HttpRequest, pk: UUID) -> HttpResponse:
    notice = load(Notification, request.actor, pk, see=rules.own)
    services.mark_read(actor=request.actor, notification=notice)
    if request.htmx:
        notice.refresh_from_db()
        return render(request, "notifications/_notice.html", {"notice": notice})
    return redirect("notifications:notification.list")


@require_POST
def notification_read_all(request: HttpRequest) -> HttpResponse:
    if services.mark_all_read(actor=request.actor):
        messages.success(request, _("Everything is marked as read."))
    return redirect("notifications:notification.list")


@require_GET
def preference_edit(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(said=queries.preferences(request.actor))
    return render(request, "notifications/preference_edit.html", {"form": form})


@require_POST
def preference_save(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.POST, said=queries.preferences(request.actor))
    if not form.is_valid():
        return render(request, "notifications/preference_edit.html", {"form": form}, status=422)
    services.set_preferences(actor=request.actor, wanted=form.wanted)
    messages.success(request, _("Saved."))
    return redirect("notifications:preference.edit")
