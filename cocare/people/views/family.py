"""A family's own pages: the children, claiming one by code, entrusted care."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cocare.core.access import load, require_capacity
from cocare.core.request import Request
from cocare.core.responses import attempt, form_status, goto, post_data, refusals_in

from .. import queries, rules, services
from ..enums import FAMILY, Capacity
from ..forms import ClaimChildForm, EntrustedCareForm
from ..middleware import SESSION_CAPACITY
from ..models import CareArrangement, Pupil


@require_safe
def child_list(request: Request) -> HttpResponse:
    require_capacity(request.actor, *FAMILY)
    return render(request, "people/child_list.html", {"children": queries.pupils(request.actor)})


@require_safe
@never_cache
def child_show(request: Request, pk: UUID) -> HttpResponse:
    actor = request.actor
    child = load(Pupil, actor, pk, **rules.PUPIL["child.show"])
    enrolment = queries.present_enrolment(child)
    entrusts = queries.is_allowed(Pupil, actor, child.pk, rules.entrusts)
    context = {
        "child": child,
        "enrolment": enrolment,
        "teachers": queries.teaching_posts(enrolment.school_class) if enrolment else [],
        "guardians": queries.unrestricted_guardianships(child),
        # A guardian whom a document denies the whereabouts does not learn with whom the child lives.
        "care": queries.care_arrangements_of(child) if entrusts else [],
        "entrusts": entrusts,
    }
    return render(request, "people/child_show.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def child_claim(request: Request) -> HttpResponse:
    form = ClaimChildForm(post_data(request))
    if form.is_valid():
        with refusals_in(form, "code"):
            guardianship = services.claim_child(actor=request.actor, text=form.cleaned_data["code"])
            # Whoever claims as a teacher wants to see the child now, which only a guardian does.
            request.session[SESSION_CAPACITY] = Capacity.GUARDIAN.value
            messages.success(request, _("Done. You belong together here now."))
            return goto("people:child.show", guardianship.pupil_id)
    return render(request, "people/child_claim.html", {"form": form}, status=form_status(form))


@require_http_methods(["GET", "POST"])
def entrusted_care_create(request: Request, pk: UUID) -> HttpResponse:
    child = load(Pupil, request.actor, pk, **rules.PUPIL["entrusted_care.create"])
    form = EntrustedCareForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            services.entrust_care(actor=request.actor, pupil=child, **form.cleaned_data)
            messages.success(request, _("Entrusted. The school sees it too."))
            return goto("people:child.show", child.pk)
    return render(
        request, "people/entrusted_care_create.html", {"form": form, "child": child}, status=form_status(form)
    )


@require_POST
def entrusted_care_end(request: Request, pk: UUID) -> HttpResponse:
    care = load(CareArrangement, request.actor, pk, **rules.CARE_ARRANGEMENT["entrusted_care.end"])
    attempt(request, _("The care has ended."), lambda: services.end_entrusted_care(actor=request.actor, care=care))
    return goto("people:child.show", care.pupil_id)
