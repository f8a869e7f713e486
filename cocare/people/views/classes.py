"""Classes and the slips with claim codes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cocare.core.access import load, require_capacity
from cocare.core.pagination import page_of
from cocare.core.responses import attempt, form_status, goto, post_data

from .. import queries, rules, services
from ..enums import FAMILY, Capacity
from ..forms import RelationForm
from ..models import ClaimCode, Pupil, SchoolClass


@require_GET
def class_list(request: HttpRequest) -> HttpResponse:
    require_capacity(request.actor, *FAMILY, Capacity.TEACHER, Capacity.PRINCIPAL)
    page = page_of(request, queries.classes(request.actor))
    return render(request, "people/class_list.html", {"page": page})


@require_GET
def class_show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Staff see the register; a family sees the class and its teachers, never another family."""
    actor = request.actor
    shown = load(queries.classes(actor), actor, pk, see=rules.sees_class)
    # In a family's capacity `sees_class` holds by the own child only; every other one that holds is staff.
    is_staff = actor.capacity not in FAMILY
    page = page_of(request, queries.roster(shown)) if is_staff else None
    may_issue = is_staff and queries.may(SchoolClass, actor, shown.pk, rules.issues_codes_in)
    words = {"class": shown, "teachers": queries.teachers_of(shown), "page": page, "may_issue": may_issue}
    return render(request, "people/class_show.html", words)


@require_http_methods(["GET", "POST"])
@never_cache
def code_issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    pupil = load(Pupil, request.actor, pk, see=rules.staff_of_pupil, act=rules.issues_claim_code)
    enrolment = queries.enrolment_of(pupil)
    form = RelationForm(post_data(request))
    if form.is_valid():
        relation = form.cleaned_data["relation"]
        code, text = services.issue_claim_code(actor=request.actor, pupil=pupil, relation=relation)
        slip = {"code": code, "text": text, "pupil": pupil, "enrolment": enrolment}
        return render(request, "people/code_slip.html", slip)
    words = {"form": form, "pupil": pupil, "enrolment": enrolment}
    return render(request, "people/code_issue.html", words, status=form_status(form))


@require_POST
def code_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    see, act = rules.of_pupil(rules.staff_of_pupil), rules.of_pupil(rules.issues_claim_code)
    code = load(ClaimCode, request.actor, pk, see=see, act=act)
    attempt(request, _("Withdrawn."), lambda: services.withdraw_claim_code(actor=request.actor, code=code))
    enrolment = queries.enrolment_of(code.pupil)
    return goto("people:class.show", enrolment.school_class_id)
