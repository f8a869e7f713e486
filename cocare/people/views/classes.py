"""Classes and the slips with claim codes."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cocare.core.access import load, require_capacity
from cocare.core.pagination import page_of
from cocare.core.request import Request
from cocare.core.responses import attempt, form_status, goto, post_data

from .. import queries, rules, services
from ..enums import FAMILY, Capacity
from ..forms import ClaimCodeForm
from ..models import ClaimCode, Pupil, SchoolClass


@require_safe
def class_list(request: Request) -> HttpResponse:
    require_capacity(request.actor, *FAMILY, Capacity.TEACHER, Capacity.PRINCIPAL)
    page = page_of(request, queries.classes(request.actor))
    return render(request, "people/class_list.html", {"page": page})


@require_safe
def class_show(request: Request, pk: UUID) -> HttpResponse:
    """Staff see the register; a family sees the class and its teachers, never another family."""
    actor = request.actor
    school_class = load(queries.classes(actor), actor, pk, **rules.SCHOOL_CLASS["class.show"])
    # In a family's capacity `sees_class` holds by the own child only; every other one that holds is staff.
    is_staff = actor.capacity not in FAMILY
    page = page_of(request, queries.roster(school_class)) if is_staff else None
    may_issue = is_staff and queries.is_allowed(SchoolClass, actor, school_class.pk, rules.issues_codes_in)
    context = {
        "class": school_class,
        "teachers": queries.teaching_posts(school_class),
        "page": page,
        "may_issue": may_issue,
    }
    return render(request, "people/class_show.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def claim_code_issue(request: Request, pk: UUID) -> HttpResponse:
    pupil = load(Pupil, request.actor, pk, **rules.PUPIL["claim_code.issue"])
    enrolment = queries.present_enrolment(pupil)
    form = ClaimCodeForm(post_data(request))
    if form.is_valid():
        relation = form.cleaned_data["relation"]
        code, text = services.issue_claim_code(actor=request.actor, pupil=pupil, relation=relation)
        # No redirect: the text of the code is shown this once and stored nowhere.
        slip = {"code": code, "text": text, "pupil": pupil, "enrolment": enrolment}
        return render(request, "people/code_slip.html", slip)
    context = {"form": form, "pupil": pupil, "enrolment": enrolment}
    return render(request, "people/claim_code_issue.html", context, status=form_status(form))


@require_POST
def claim_code_withdraw(request: Request, pk: UUID) -> HttpResponse:
    code = load(ClaimCode, request.actor, pk, **rules.CLAIM_CODE["claim_code.withdraw"])
    attempt(request, _("Withdrawn."), lambda: services.withdraw_claim_code(actor=request.actor, code=code))
    enrolment = queries.present_enrolment(code.pupil)
    return goto("people:class.show", enrolment.school_class_id) if enrolment else goto("people:class.list")
