"""One's own page: in what quality one acts, how the pages look, what is stored."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cocare.core import audit, contributions
from cocare.core.errors import NotFound
from cocare.core.request import Request
from cocare.core.responses import goto_path, next_path, post_data

from .. import queries
from ..enums import FAMILY
from ..forms import CapacityForm
from ..middleware import SESSION_CAPACITY
from ..phones import masked


@require_safe
@never_cache
def profile_show(request: Request) -> HttpResponse:
    person = queries.own_person(request.actor)
    context = {
        "person": person,
        "phone": masked(person.account.phone),
        "capacities": queries.capacities(person.pk),
        "now": request.actor.capacity,
        "is_family": request.actor.capacity in FAMILY,
        "stored": contributions.personal_data_counts(person.pk),
    }
    return render(request, "people/profile_show.html", context)


@require_safe
@never_cache
def profile_export(request: Request) -> HttpResponse:
    """Everything that is stored about the person, as JSON (Personal Information Protection Law, article 45)."""
    person = queries.own_person(request.actor)
    audit.record(request.actor, "profile.export", person)
    answer = JsonResponse(
        contributions.personal_data(person.pk), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@require_POST
def capacity_switch(request: Request) -> HttpResponse:
    form = CapacityForm(post_data(request), open_now=queries.capacities(request.actor.acting_person_id))
    if not form.is_valid():
        raise NotFound
    capacity = form.cleaned_data["capacity"]
    request.session[SESSION_CAPACITY] = capacity.value
    audit.record(request.actor, "capacity.switch", to=capacity.value)
    messages.success(request, _("You act as %(capacity)s now.") % {"capacity": capacity.label})
    return goto_path(next_path(request))
