"""Tokens with which a person's own programs use the API."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cocare.core.access import load
from cocare.core.pagination import page_of

from .. import tokens
from ..forms import TokenForm
from ..models import ApiToken


@require_safe
def token_list(request: HttpRequest) -> HttpResponse:
    page = page_of(request, tokens.tokens(request.actor))
    return render(request, "web/token_list.html", {"page": page, "form": TokenForm(actor=request.actor)})


@never_cache
@require_POST
def token_make(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST, actor=request.actor)
    page = page_of(request, tokens.tokens(request.actor))
    if not form.is_valid():
        return render(request, "web/token_list.html", {"page": page, "form": form}, status=422)
    row, text = tokens.make_token(actor=request.actor, label=form.cleaned_data["label"])
    return render(request, "web/token_made.html", {"token": row, "text": text})


@require_POST
def token_withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    token = load(ApiToken, request.actor, pk, see=tokens.own)
    tokens.withdraw_token(actor=request.actor, token=token)
    messages.success(request, _("The token has ended."))
    return redirect("web:token.list")
