"""A child's page for the school: guardians, documents, class. Opening it is on record."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cocare.core import audit
from cocare.core.access import load
from cocare.core.errors import NotFound
from cocare.core.responses import attempt, form_status, goto, post_data, refusals_in

from .. import queries, rules, services
from ..enums import Capacity
from ..forms import AdvanceForm, ChangeForm, ClassChangeForm, DocumentForm, EndGuardianshipForm, LeaveForm
from ..models import CustodyRestriction, Guardianship, GuardianshipChange, Pupil


@require_GET
@never_cache
def pupil_show(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    pupil = load(Pupil, actor, pk, see=rules.staff_of_pupil)
    audit.record(actor, "pupil.open", pupil)
    leads = actor.capacity == Capacity.PRINCIPAL
    issues = leads or queries.may(Pupil, actor, pupil.pk, rules.issues_claim_code)
    guardians = queries.guardianships(pupil)
    shown = {
        "pupil": pupil,
        "enrolment": queries.enrolment_of(pupil),
        # That a document is in force is for those who answer for the child; subject teachers just don't see the person.
        "guardians": guardians if issues else guardians.filter(restricted=False),
        "may_end": queries.endable(actor, pupil),
        "care": queries.care_of(pupil),
        "leads": leads,
        "issues": issues,
        "changes": queries.changes_of(pupil) if leads else [],
        "restrictions": queries.restrictions_of(pupil) if leads else [],
    }
    return render(request, "people/pupil_show.html", shown)


@require_http_methods(["GET", "POST"])
def guardianship_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    see = rules.of_pupil(rules.staff_of_pupil)
    source = queries.with_names(Guardianship)
    link = load(source, request.actor, pk, see=see, act=rules.ends_guardianship)
    form = EndGuardianshipForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            services.end_guardianship(actor=request.actor, guardianship=link, **form.cleaned_data)
            messages.success(request, _("The guardianship has ended."))
            return goto("people:pupil.show", link.pupil_id)
    return render(request, "people/guardianship_end.html", {"form": form, "link": link}, status=form_status(form))


@require_http_methods(["GET", "POST"])
def change_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter a document about a guardian. For leadership only: a teacher can't do it on somebody's word."""
    see, act = rules.of_pupil(rules.staff_of_pupil), rules.of_pupil(rules.leader_of_school_of)
    link = load(queries.with_names(Guardianship), request.actor, pk, see=see, act=act)
    form = ChangeForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            services.submit_change(actor=request.actor, guardianship=link, **form.cleaned_data)
            messages.success(request, _("Entered. It takes effect once the original has been seen."))
            return goto("people:pupil.show", link.pupil_id)
    return render(request, "people/change_create.html", {"form": form, "link": link}, status=form_status(form))


@require_POST
def change_advance(request: HttpRequest, pk: UUID) -> HttpResponse:
    change = load(GuardianshipChange, request.actor, pk, see=rules.leads_school_of_guardianship)
    form = AdvanceForm(request.POST)
    if not form.is_valid():
        raise NotFound
    action = form.cleaned_data["action"]
    attempt(request, _("Saved."), lambda: services.advance_change(actor=request.actor, change=change, action=action))
    return goto("people:pupil.show", change.guardianship.pupil_id)


@require_http_methods(["GET", "POST"])
def restriction_lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    source = queries.with_names(CustodyRestriction, "guardianship__")
    row = load(source, request.actor, pk, see=rules.leads_school_of_guardianship)
    form = DocumentForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            services.lift_restriction(actor=request.actor, restriction=row, **form.cleaned_data)
            messages.success(request, _("Lifted. Both guardians are equal again."))
            return goto("people:pupil.show", row.guardianship.pupil_id)
    return render(request, "people/restriction_lift.html", {"form": form, "row": row}, status=form_status(form))


@require_http_methods(["GET", "POST"])
def enrolment_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    pupil, enrolment = _enrolled(request, pk)
    form = ClassChangeForm(post_data(request), classes=queries.classes_beside(enrolment))
    if form.is_valid():
        with refusals_in(form):
            services.change_class(actor=request.actor, pupil=pupil, **form.cleaned_data)
            messages.success(request, _("The new class is entered. What was before stays with the old class."))
            return goto("people:class.show", enrolment.school_class_id)
    shown = {"form": form, "pupil": pupil, "enrolment": enrolment}
    return render(request, "people/enrolment_change.html", shown, status=form_status(form))


@require_http_methods(["GET", "POST"])
def enrolment_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    pupil, enrolment = _enrolled(request, pk)
    form = LeaveForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            services.leave_school(actor=request.actor, pupil=pupil, **form.cleaned_data)
            messages.success(request, _("Entered. After the last day this school sees the child no longer."))
            return goto("people:class.show", enrolment.school_class_id)
    shown = {"form": form, "pupil": pupil, "enrolment": enrolment}
    return render(request, "people/enrolment_end.html", shown, status=form_status(form))


def _enrolled(request: HttpRequest, pk: UUID):
    pupil = load(Pupil, request.actor, pk, see=rules.staff_of_pupil, act=rules.leader_of_school_of)
    enrolment = queries.enrolment_of(pupil)
    if enrolment is None:
        raise NotFound
    return pupil, enrolment
