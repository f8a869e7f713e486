"""A child's page for the school: guardians, documents, class. Opening it is on record."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cocare.core import audit
from cocare.core.access import load
from cocare.core.errors import NotFound
from cocare.core.request import Request
from cocare.core.responses import attempt, form_status, goto, post_data, refusals_in, validated

from .. import queries, rules, services
from ..enums import Capacity
from ..forms import (
    ClassChangeForm,
    DocumentForm,
    EndGuardianshipForm,
    GuardianshipChangeForm,
    GuardianshipChangeStepForm,
    LeaveSchoolForm,
)
from ..lifecycle import CHANGE
from ..models import CustodyRestriction, Enrolment, Guardianship, GuardianshipChange, Pupil


@require_safe
@never_cache
def pupil_show(request: Request, pk: UUID) -> HttpResponse:
    actor = request.actor
    pupil = load(Pupil, actor, pk, **rules.PUPIL["pupil.show"])
    audit.record(actor, "pupil.open", pupil)
    leads = actor.capacity == Capacity.PRINCIPAL
    issues = leads or queries.is_allowed(Pupil, actor, pupil.pk, rules.issues_claim_code)
    changes = queries.guardianship_changes_of(pupil) if leads else []
    context = {
        "pupil": pupil,
        "enrolment": queries.present_enrolment(pupil),
        # That a document is in force is for those who answer for the child; subject teachers just don't see the person.
        "guardians": queries.guardianships(pupil) if issues else queries.unrestricted_guardianships(pupil),
        "may_end": queries.endable_guardianships(actor, pupil),
        "care": queries.care_arrangements_of(pupil),
        "leads": leads,
        "issues": issues,
        "changes": [(change, CHANGE.open_from(change.state)) for change in changes],
        "restrictions": queries.restrictions_of(pupil) if leads else [],
    }
    return render(request, "people/pupil_show.html", context)


@require_http_methods(["GET", "POST"])
def guardianship_end(request: Request, pk: UUID) -> HttpResponse:
    rows = queries.with_pupil_and_person(Guardianship)
    link = load(rows, request.actor, pk, **rules.GUARDIANSHIP["guardianship.end"])
    form = EndGuardianshipForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            services.end_guardianship(actor=request.actor, guardianship=link, **form.cleaned_data)
            messages.success(request, _("The guardianship has ended."))
            return goto("people:pupil.show", link.pupil_id)
    return render(request, "people/guardianship_end.html", {"form": form, "link": link}, status=form_status(form))


@require_http_methods(["GET", "POST"])
def guardianship_change_create(request: Request, pk: UUID) -> HttpResponse:
    """Enter a document about a guardian. For leadership only: a teacher can't do it on somebody's word."""
    rows = queries.with_pupil_and_person(Guardianship)
    link = load(rows, request.actor, pk, **rules.GUARDIANSHIP["guardianship_change.create"])
    form = GuardianshipChangeForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            services.submit_guardianship_change(actor=request.actor, guardianship=link, **form.cleaned_data)
            messages.success(request, _("Entered. It takes effect once the original has been seen."))
            return goto("people:pupil.show", link.pupil_id)
    return render(
        request, "people/guardianship_change_create.html", {"form": form, "link": link}, status=form_status(form)
    )


@require_POST
def guardianship_change_advance(request: Request, pk: UUID) -> HttpResponse:
    change = load(GuardianshipChange, request.actor, pk, **rules.GUARDIANSHIP_CHANGE["guardianship_change.advance"])
    form = GuardianshipChangeStepForm(post_data(request))
    attempt(
        request,
        _("Saved."),
        lambda: services.advance_guardianship_change(actor=request.actor, change=change, **validated(form)),
    )
    return goto("people:pupil.show", change.guardianship.pupil_id)


@require_http_methods(["GET", "POST"])
def restriction_lift(request: Request, pk: UUID) -> HttpResponse:
    rows = queries.with_pupil_and_person(CustodyRestriction, "guardianship__")
    row = load(rows, request.actor, pk, **rules.CUSTODY_RESTRICTION["restriction.lift"])
    form = DocumentForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            services.lift_restriction(actor=request.actor, restriction=row, **form.cleaned_data)
            messages.success(request, _("Lifted. Both guardians are equal again."))
            return goto("people:pupil.show", row.guardianship.pupil_id)
    return render(request, "people/restriction_lift.html", {"form": form, "row": row}, status=form_status(form))


@require_http_methods(["GET", "POST"])
def enrolment_change(request: Request, pk: UUID) -> HttpResponse:
    pupil, enrolment = _load_enrolled(request, pk, "enrolment.change")
    form = ClassChangeForm(post_data(request), classes=queries.parallel_classes(enrolment))
    if form.is_valid():
        with refusals_in(form):
            services.change_class(actor=request.actor, pupil=pupil, **form.cleaned_data)
            messages.success(request, _("The new class is entered. What was before stays with the old class."))
            return goto("people:class.show", enrolment.school_class_id)
    context = {"form": form, "pupil": pupil, "enrolment": enrolment}
    return render(request, "people/enrolment_change.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
def enrolment_end(request: Request, pk: UUID) -> HttpResponse:
    pupil, enrolment = _load_enrolled(request, pk, "enrolment.end")
    form = LeaveSchoolForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            services.leave_school(actor=request.actor, pupil=pupil, **form.cleaned_data)
            messages.success(request, _("Entered. After the last day this school sees the child no longer."))
            return goto("people:class.show", enrolment.school_class_id)
    context = {"form": form, "pupil": pupil, "enrolment": enrolment}
    return render(request, "people/enrolment_end.html", context, status=form_status(form))


def _load_enrolled(request: Request, pk: UUID, verb: str) -> tuple[Pupil, Enrolment]:
    """Return a child and its class of today. Raise NotFound for one that is in none."""
    pupil = load(Pupil, request.actor, pk, **rules.PUPIL[verb])
    enrolment = queries.present_enrolment(pupil)
    if enrolment is None:
        raise NotFound
    return pupil, enrolment
