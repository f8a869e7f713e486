"""Schools, partners and who holds which post there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cocare.core.access import load, require_capacity, uuid_or_not_found
from cocare.core.pagination import page_of
from cocare.core.request import Request
from cocare.core.responses import attempt, form_status, goto, post_data, refusals_in

from .. import queries, rules, services
from ..enums import Capacity
from ..errors import PhoneNotRegistered
from ..forms import PostForm, SearchForm
from ..models import Organisation, Post


@require_safe
def organisation_list(request: Request) -> HttpResponse:
    require_capacity(request.actor, Capacity.ADMINISTRATOR, Capacity.DISTRICT)
    page = page_of(request, queries.organisations(request.actor, rules.sees_organisations))
    manages = request.actor.capacity == Capacity.ADMINISTRATOR
    return render(request, "people/organisation_list.html", {"page": page, "manages": manages})


@require_safe
def post_list(request: Request) -> HttpResponse:
    require_capacity(request.actor, Capacity.ADMINISTRATOR, Capacity.PRINCIPAL)
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    organisation = request.GET.get("at", "")
    posts = queries.posts(request.actor, text, uuid_or_not_found(organisation) if organisation else None)
    context = {
        "page": page_of(request, posts),
        "form": form,
        "organisations": queries.organisations(request.actor, rules.leads_organisation),
    }
    return render(request, "people/post_list.html", context)


@require_http_methods(["GET", "POST"])
def post_create(request: Request, pk: UUID) -> HttpResponse:
    organisation = load(Organisation, request.actor, pk, **rules.ORGANISATION["post.create"])
    for_school = request.actor.capacity == Capacity.PRINCIPAL
    form = PostForm(post_data(request), organisation=organisation, for_school=for_school)
    if form.is_valid():
        with refusals_in(form):
            _start_post(request, organisation, dict(form.cleaned_data))
            messages.success(request, _("The post is entered."))
            return goto("people:post.list")
    context = {"form": form, "organisation": organisation}
    return render(request, "people/post_create.html", context, status=form_status(form))


def _start_post(request: Request, organisation: Organisation, data: dict[str, Any]) -> None:
    person = queries.person_by_phone(data.pop("phone"))
    if person is None:
        raise PhoneNotRegistered.at("phone")
    services.start_post(actor=request.actor, person=person, organisation=organisation, **data)


@require_POST
def post_end(request: Request, pk: UUID) -> HttpResponse:
    post = load(Post, request.actor, pk, **rules.POST["post.end"])
    attempt(request, _("The post has ended."), lambda: services.end_post(actor=request.actor, post=post))
    return goto("people:post.list")
