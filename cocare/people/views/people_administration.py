"""The administrator's pages: people, their posts and accounts. No child, no message, nothing that they wrote."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cocare.core import audit
from cocare.core.access import load, require_capacity
from cocare.core.pagination import page_of
from cocare.core.request import Request
from cocare.core.responses import attempt, goto

from .. import queries, rules, services
from ..enums import Capacity
from ..forms import SearchForm
from ..models import Account


@require_safe
def person_list(request: Request) -> HttpResponse:
    require_capacity(request.actor, Capacity.ADMINISTRATOR)
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"].strip() if form.is_valid() else ""
    page = page_of(request, queries.people(request.actor, text))
    return render(request, "people/person_list.html", {"page": page, "form": form, "text": text})


@require_safe
def person_show(request: Request, pk: UUID) -> HttpResponse:
    person = load(queries.people(request.actor), request.actor, pk, **rules.PERSON["person.show"])
    audit.record(request.actor, "person.open", person)
    context = {
        "person": person,
        "account": getattr(person, "account", None),
        "page": page_of(request, queries.posts_of(person)),
        "is_me": person.pk == request.actor.person_id,
    }
    return render(request, "people/person_show.html", context)


@require_POST
def account_disable(request: Request, pk: UUID) -> HttpResponse:
    account = load(Account, request.actor, pk, **rules.ACCOUNT["account.disable"])
    done = _("Closed. The person is signed out everywhere.")
    attempt(request, done, lambda: services.disable_account(actor=request.actor, account=account))
    return goto("people:person.show", account.person_id)


@require_POST
def account_enable(request: Request, pk: UUID) -> HttpResponse:
    account = load(Account, request.actor, pk, **rules.ACCOUNT["account.enable"])
    attempt(request, _("Open again."), lambda: services.enable_account(actor=request.actor, account=account))
    return goto("people:person.show", account.person_id)
