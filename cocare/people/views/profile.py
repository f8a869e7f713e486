"""One's own page: in what quality one acts, how the pages look, what is stored."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cocare.core import audit, contributions
from cocare.core.errors import NotFound

from .. import queries
from ..enums import FAMILY, Capacity
from ..forms import CapacityForm
from ..middleware import SESSION_CAPACITY
from ..phones import masked


@require_GET
@never_cache
def profile_show(request: HttpRequest) -> HttpResponse:
    person = queries.person_of(request.actor)
    shown = {
        "person": person,
        "phone": masked(person.account.phone),
        "capacities": queries.capacities(person.pk),
        "now": request.actor.capacity,
        "is_family": request.actor.capacity in FAMILY,
        "stored": contributions.personal_data_counts(person.pk),
    }
    return render(request, "people/profile_show.html", shown)


@require_GET
@never_cache
def profile_export(request: HttpRequest) -> HttpResponse:
    """Everything that is stored about the person, as JSON (Personal Information Protection Law, article 45)."""
    person = queries.person_of(request.actor)
    audit.record(request.actor, "profile.export", person)
    answer = JsonResponse(
        contributions.personal_data(person.pk), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@require_POST
def capacity_switch(request: HttpRequest) -> HttpResponse:
    form = CapacityForm(request.POST)
    if not form.is_valid() or form.cleaned_data["capacity"] not in queries.capacities(request.actor.person_id):
        raise NotFound
    capacity = Capacity(form.cleaned_data["capacity"])
    request.session[SESSION_CAPACITY] = capacity.value
    audit.record(request.actor, "capacity.switch", to=capacity.value)
    messages.success(request, _("You act as %(capacity)s now.") % {"capacity": capacity.label})
    wanted = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if here else "/")
