"""Open to everyone: the gallery, the calls, the results, the check of a certificate."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from cocare.core.access import load
from cocare.core.errors import NotFound
from cocare.core.pagination import page_of
from cocare.core.responses import post_data, refusals_in

from .. import anonymity, covers, rules
from ..enums import ENTERING, TrackKind
from ..forms import CertificateForm, GalleryForm, ObjectionForm
from ..models import Showcase
from ..queries import entrants, everyone
from ..services import objections

WORKS_A_PAGE = 12


@login_not_required
@require_GET
def showcase_list(request: HttpRequest) -> HttpResponse:
    form = GalleryForm(request.GET)
    form.is_valid()
    track, text = form.cleaned_data.get("track", ""), form.cleaned_data.get("q", "")
    counts = everyone.gallery_counts()
    tracks = [(kind, kind.label, counts[kind]) for kind in TrackKind if counts.get(kind)]
    running = list(everyone.running(request.actor)[:6])
    context = {
        "page": page_of(request, everyone.gallery(track=track, text=text), WORKS_A_PAGE),
        "running": running,
        "call": next((one for one in running if one.takes_entries), running[0] if running else None),
        "tracks": tracks,
        "total": sum(counts.values()),
        "track": track,
        "text": text,
        "enters": request.actor.capacity in ENTERING,
        "manages": request.actor.capacity == "district",
    }
    return render(request, "events/showcase_list.html", context)


@login_not_required
@require_GET
def showcase_show(request: HttpRequest, pk) -> HttpResponse:
    showcase = load(Showcase, request.actor, pk, see=rules.sees_showcase)
    may_enter = showcase.takes_entries and request.actor.capacity in ENTERING
    schools = list(entrants.schools_to_enter_from(request.actor, showcase)) if may_enter else []
    context = {
        "showcase": showcase,
        "tracks": showcase.tracks.all(),
        "dimensions": showcase.dimensions.all(),
        "places": [entrants.places(showcase, school) for school in schools],
        "works": list(everyone.works_of(showcase)) if showcase.is_on_notice else [],
    }
    return render(request, "events/showcase_show.html", context)


@login_not_required
@require_GET
def work_show(request: HttpRequest, pk) -> HttpResponse:
    entry = load(everyone.detailed(), request.actor, pk, see=rules.public_work)
    return render(request, "events/work_show.html", {"entry": entry, "blocks": anonymity.blocks(entry.body)})


@login_not_required
@require_GET
@cache_control(public=True, max_age=30 * 24 * 3600, immutable=True)
def cover_show(request: HttpRequest, seed: int) -> HttpResponse:
    return HttpResponse(covers.cover(seed % 9973), content_type="image/svg+xml")


@login_not_required
@require_http_methods(["GET", "POST"])
def objection_create(request: HttpRequest, pk) -> HttpResponse:
    entry = load(everyone.detailed(), request.actor, pk, see=rules.public_work & rules.objectable)
    form = ObjectionForm(post_data(request))
    context = {"entry": entry, "form": form}
    if form.is_valid():
        with refusals_in(form):
            objections.file(actor=request.actor, entry=entry, **form.cleaned_data)
            return render(request, "events/objection_create.html", context | {"sent": True})
    return render(request, "events/objection_create.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_GET
def certificate_find(request: HttpRequest) -> HttpResponse:
    """The form, and its answer: the number stands in the address so that a printed code can lead here."""
    asked = "number" in request.GET
    form = CertificateForm(request.GET if asked else None)
    award = everyone.certificate(form.cleaned_data["number"]) if asked and form.is_valid() else None
    if asked and form.is_valid() and award is None:
        form.add_error("number", _("There is no certificate with this number."))
    return render(request, "events/certificate_find.html", {"form": form, "award": award})


@login_not_required
@require_GET
def certificate_show(request: HttpRequest, number: str) -> HttpResponse:
    award = everyone.certificate(number)
    if award is None:
        raise NotFound
    return render(request, "events/certificate_show.html", {"award": award})
