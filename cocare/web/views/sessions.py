"""The devices on which one is signed in, beside django-allauth's own pages."""

from allauth.account.internal import flows as account_flows
from allauth.usersessions.internal.flows.sessions import end_sessions
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cocare.core import signals
from cocare.core.request import Request
from cocare.core.responses import goto

from .. import devices


@login_not_required
def closed(request: HttpRequest, **parts: str) -> HttpResponse:
    """Answer 404 at the addresses of django-allauth that are not offered: signing up, e-mail, password by mail."""
    raise Http404


@require_safe
def session_list(request: Request) -> HttpResponse:
    signed_in = devices.signed_in_devices(request.actor, request.session.session_key)
    return render(request, "web/session_list.html", {"sessions": signed_in})


@require_POST
def session_end(request: Request, session_id: int) -> HttpResponse:
    """Sign one other device out, or this one."""
    end_sessions(request, [devices.own_session(request.actor, session_id)])
    messages.success(request, _("That device is signed out."))
    return goto("usersessions_list")


@require_POST
def session_end_all(request: Request) -> HttpResponse:
    """Sign out everywhere, this device included."""
    account_id = request.actor.account_id
    devices.end_other_sessions(account_id, request.session.session_key)
    account_flows.logout.logout(request, show_message=False)
    signals.announce("account.locked", account_id=account_id)
    messages.success(request, _("You are signed out on every device."))
    return goto("account_login")
