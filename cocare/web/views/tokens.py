"""Tokens with which a person's own programs use the API."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cocare.core.access import load
from cocare.core.pagination import page_of
from cocare.core.request import Request
from cocare.core.responses import form_status, goto, post_data

from .. import api_tokens
from ..forms import TokenForm
from ..models import ApiToken


@require_safe
def token_list(request: Request) -> HttpResponse:
    return _list(request, TokenForm(actor=request.actor))


@never_cache
@require_POST
def token_make(request: Request) -> HttpResponse:
    """Make a token and show its text, this once: there is no page to go to that could show it again."""
    form = TokenForm(post_data(request), actor=request.actor)
    if not form.is_valid():
        return _list(request, form)
    token, text = api_tokens.make_token(actor=request.actor, label=form.cleaned_data["label"])
    return render(request, "web/token_made.html", {"token": token, "text": text})


@require_POST
def token_withdraw(request: Request, pk: UUID) -> HttpResponse:
    token = load(ApiToken, request.actor, pk, see=api_tokens.own)
    api_tokens.withdraw_token(actor=request.actor, token=token)
    messages.success(request, _("The token has ended."))
    return goto("web:token.list")


def _list(request: Request, form: TokenForm) -> HttpResponse:
    page = page_of(request, api_tokens.own_tokens(request.actor))
    return render(request, "web/token_list.html", {"page": page, "form": form}, status=form_status(form))
