"""The list behind the bell, opening and reading, and what a person wants outside the page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cocare.core.access import load
from cocare.core.pagination import page_of
from cocare.core.request import Request
from cocare.core.responses import form_status, goto, goto_path, post_data
from cocare.people.enums import Capacity

from . import queries, rules, services
from .forms import PreferencesForm
from .models import Notification


@require_safe
def notification_list(request: Request) -> HttpResponse:
    actor = request.actor
    page = page_of(request, queries.notifications(actor))
    notices = list(page.object_list)
    elsewhere = [(Capacity(name).label, count) for name, count in queries.unread_in_other_capacities(actor).items()]
    context = {"page": page, "notices": notices, "elsewhere": elsewhere, "unread": queries.unread_count(actor)}
    response = render(request, "notifications/notification_list.html", context)
    services.mark_shown(actor=actor, notifications=notices)
    return response


@never_cache
@require_safe
def notification_open(request: Request, pk: UUID) -> HttpResponse:
    """Where a notice leads. Opening it is reading it: a read that writes, for one's own row alone."""
    notification = load(Notification, request.actor, pk, see=rules.own)
    services.mark_read(actor=request.actor, notification=notification)
    return goto_path(notification.url or reverse("notifications:notification.list"))


@require_POST
def notification_mark_read(request: Request, pk: UUID) -> HttpResponse:
    notification = load(Notification, request.actor, pk, see=rules.own)
    services.mark_read(actor=request.actor, notification=notification)
    if request.htmx:
        notification.refresh_from_db()
        return render(request, "notifications/_notice.html", {"notice": notification})
    return goto("notifications:notification.list")


@require_POST
def notification_mark_all_read(request: Request) -> HttpResponse:
    if services.mark_all_read(actor=request.actor):
        messages.success(request, _("Everything is marked as read."))
    return goto("notifications:notification.list")


@require_safe
def preference_edit(request: Request) -> HttpResponse:
    form = PreferencesForm(preferences=queries.preferences(request.actor))
    return render(request, "notifications/preference_edit.html", {"form": form})


@require_POST
def preference_save(request: Request) -> HttpResponse:
    form = PreferencesForm(post_data(request), preferences=queries.preferences(request.actor))
    if form.is_valid():
        services.set_preferences(actor=request.actor, wanted=form.wanted)
        messages.success(request, _("Saved."))
        return goto("notifications:preference.edit")
    return render(request, "notifications/preference_edit.html", {"form": form}, status=form_status(form))
