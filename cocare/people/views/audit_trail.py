"""The audit trail, for the auditor. Reading it is on record as well."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cocare.core import audit
from cocare.core.access import require_capacity
from cocare.core.errors import Invalid
from cocare.core.pagination import page_of
from cocare.core.request import Request

from .. import queries
from ..enums import Capacity
from ..forms import AuditFilterForm


@require_safe
@never_cache
def audit_list(request: Request) -> HttpResponse:
    require_capacity(request.actor, Capacity.AUDITOR)
    form = AuditFilterForm(request.GET)
    form.is_valid()
    filters = {name: value for name, value in form.cleaned_data.items() if value}
    page = page_of(request, queries.audit_trail(request.actor, filters))
    events = list(page)
    asked = {name: str(value) for name, value in filters.items()}
    audit.record(request.actor, "audit.read", page=page.number, filters=asked)
    names = queries.names_by_person(event.person_id for event in events)
    lines = [(event, names.get(event.person_id, "")) for event in events]
    context = {"form": form, "page": page, "lines": lines}
    return render(request, "people/audit_list.html", context, status=200 if form.is_valid() else Invalid.status)
