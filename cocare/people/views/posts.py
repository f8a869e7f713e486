"""Schools, partners and who holds which post there."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cocare.core.access import load, require_capacity, uuid_or_not_found
from cocare.core.pagination import page_of
from cocare.core.responses import attempt, form_status, goto, post_data, refusals_in

from .. import queries, rules, services
from ..enums import Capacity
from ..errors import NobodyHere
from ..forms import PostForm, SearchForm
from ..models import Organisation, Post


@require_GET
def organisation_list(request: HttpRequest) -> HttpResponse:
    require_capacity(request.actor, Capacity.ADMINISTRATOR, Capacity.DISTRICT)
    page = page_of(request, queries.organisations(request.actor, rules.sees_organisations))
    manages = request.actor.capacity == Capacity.ADMINISTRATOR
    return render(request, "people/organisation_list.html", {"page": page, "manages": manages})


@require_GET
def post_list(request: HttpRequest) -> HttpResponse:
    require_capacity(request.actor, Capacity.ADMINISTRATOR, Capacity.PRINCIPAL)
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    wanted = request.GET.get("at", "")
    page = page_of(request, queries.posts(request.actor, text, uuid_or_not_found(wanted) if wanted else None))
    own = []
    if request.actor.capacity == Capacity.PRINCIPAL:
        own = queries.organisations(request.actor, rules.leads_organisation)
    return render(request, "people/post_list.html", {"page": page, "form": form, "organisations": own})


@require_http_methods(["GET", "POST"])
def post_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = load(Organisation, request.actor, pk, see=rules.manages_posts_at)
    for_school = request.actor.capacity == Capacity.PRINCIPAL
    form = PostForm(post_data(request), organisation=organisation, for_school=for_school)
    if form.is_valid():
        with refusals_in(form):
            _start(request, organisation, dict(form.cleaned_data))
            messages.success(request, _("The post is entered."))
            return goto("people:post.list")
    shown = {"form": form, "organisation": organisation}
    return render(request, "people/post_create.html", shown, status=form_status(form))


def _start(request: HttpRequest, organisation: Organisation, data: dict) -> None:
    person = queries.by_phone(data.pop("phone"))
    if person is None:
        raise NobodyHere(fields={"phone": [str(NobodyHere.text)]})
    services.start_post(actor=request.actor, person=person, organisation=organisation, **data)


@require_POST
def post_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    post = load(Post, request.actor, pk, see=rules.sees_post, act=rules.ends_post)
    attempt(request, _("The post has ended."), lambda: services.end_post(actor=request.actor, post=post))
    return goto("people:post.list")
