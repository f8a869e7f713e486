"""What stands beside django-allauth's own pages: agreements, help, and the list of devices."""

from allauth.account.internal import flows as account_flows
from allauth.usersessions.internal.flows.sessions import end_sessions
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cocare.core import signals

from .. import sessions


@login_not_required
def closed(request: HttpRequest, **parts: str) -> HttpResponse:
    """An address of django-allauth that this house does not have: signing up, e-mail, password by mail."""
    raise Http404


@login_not_required
@require_safe
def terms_show(request: HttpRequest) -> HttpResponse:
    return render(request, "web/terms_show.html")


@login_not_required
@require_safe
def privacy_show(request: HttpRequest) -> HttpResponse:
    return render(request, "web/privacy_show.html")


@login_not_required
@require_safe
def help_show(request: HttpRequest) -> HttpResponse:
    return render(request, "web/help_show.html")


@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    return render(
        request, "web/session_list.html", {"sessions": sessions.of(request.user, request.session.session_key)}
    )


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one other device out, or this one."""
    end_sessions(request, [sessions.one(request.user, pk)])
    messages.success(request, _("That device is signed out."))
    return HttpResponseRedirect(reverse("usersessions_list"))


@require_POST
def session_end_all(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, this device included."""
    account_id = request.user.pk
    sessions.end_others(request.user, request.session.session_key)
    account_flows.logout.logout(request, show_message=False)
    signals.announce("account.locked", account_id=account_id)
    messages.success(request, _("You are signed out on every device."))
    return HttpResponseRedirect(reverse("account_login"))
