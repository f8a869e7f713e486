"""Open to everyone: the gallery, the calls, the results, the check of a certificate."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from cocare.core.access import load
from cocare.core.errors import NotFound
from cocare.core.pagination import page_of
from cocare.core.request import Request
from cocare.core.responses import form_status, goto, post_data, refusals_in
from cocare.people.enums import Capacity

from .. import covers, rules
from ..domain import anonymity
from ..enums import TrackKind
from ..forms import CertificateForm, GalleryForm, ObjectionForm
from ..models import Showcase
from ..queries import entering, public
from ..queries.quotas import quota_use
from ..services import objections

WORKS_A_PAGE = 12


@login_not_required
@require_safe
def showcase_list(request: Request) -> HttpResponse:
    form = GalleryForm(request.GET)
    form.is_valid()
    track, text = form.cleaned_data.get("track", ""), form.cleaned_data.get("q", "")
    counts = public.gallery_counts()
    tracks = [(kind, kind.label, counts[kind]) for kind in TrackKind if counts.get(kind)]
    running = list(public.running_showcases(request.actor)[:6])
    context = {
        "page": page_of(request, public.gallery(track=track, text=text), WORKS_A_PAGE),
        "running": running,
        "call": next((showcase for showcase in running if showcase.takes_entries), running[0] if running else None),
        "tracks": tracks,
        "total": sum(counts.values()),
        "track": track,
        "text": text,
        "enters": request.actor.capacity in rules.ENTERING,
        "manages": request.actor.capacity == Capacity.DISTRICT,
    }
    return render(request, "events/showcase_list.html", context)


@login_not_required
@require_safe
def showcase_show(request: Request, pk: UUID) -> HttpResponse:
    showcase = load(Showcase, request.actor, pk, **rules.SHOWCASE["show"])
    may_enter = showcase.takes_entries and request.actor.capacity in rules.ENTERING
    schools = list(entering.schools_to_enter_from(request.actor, showcase)) if may_enter else []
    context = {
        "showcase": showcase,
        "tracks": showcase.tracks.all(),
        "criteria": showcase.criteria.all(),
        "quotas": [quota_use(showcase, school) for school in schools],
        "works": list(public.public_works_of(showcase)) if showcase.is_on_notice else [],
    }
    return render(request, "events/showcase_show.html", context)


@login_not_required
@require_safe
def work_show(request: Request, pk: UUID) -> HttpResponse:
    entry = load(public.entries_in_detail(), request.actor, pk, **rules.ENTRY["show_work"])
    return render(request, "events/work_show.html", {"entry": entry, "blocks": anonymity.text_blocks(entry.body)})


@login_not_required
@require_safe
@cache_control(public=True, max_age=30 * 24 * 3600, immutable=True)
def cover_show(request: Request, seed: int) -> HttpResponse:
    return HttpResponse(covers.cover_svg(seed % 9973), content_type="image/svg+xml")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def objection_create(request: Request, pk: UUID) -> HttpResponse:
    entry = load(public.entries_in_detail(), request.actor, pk, **rules.ENTRY["object"])
    form = ObjectionForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            objections.file_objection(actor=request.actor, entry=entry, **form.cleaned_data)
            messages.success(
                request,
                _("We have it. Within two working days you hear whether it is taken up. Only this work waits."),
            )
            return goto("events:work.show", pk=entry.pk)
    return render(request, "events/objection_create.html", {"entry": entry, "form": form}, status=form_status(form))


@login_not_required
@require_safe
def certificate_find(request: Request) -> HttpResponse:
    """The form, and its answer: the number stands in the address so that a printed code can lead here."""
    asked = "number" in request.GET
    form = CertificateForm(request.GET if asked else None)
    award = public.certified_award(form.cleaned_data["number"]) if asked and form.is_valid() else None
    if asked and form.is_valid() and award is None:
        form.add_error("number", _("There is no certificate with this number."))
    return render(request, "events/certificate_find.html", {"form": form, "award": award})


@login_not_required
@require_safe
def certificate_show(request: Request, number: str) -> HttpResponse:
    award = public.certified_award(number)
    if award is None:
        raise NotFound
    return render(request, "events/certificate_show.html", {"award": award})
