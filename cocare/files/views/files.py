"""Opening files, their thumbnails, and taking one's own back."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from cocare.core.access import load
from cocare.core.errors import NotFound
from cocare.core.request import Request

from .. import delivery, rules, services, storage
from ..models import File


def _visible_file(request: Request, pk: UUID) -> File | None:
    """Return the file, or None where signing in might help. A published one is for everybody."""
    try:
        return load(File, request.actor, pk, **rules.FILE["show"])
    except NotFound:
        if request.user.is_authenticated:
            raise
        return None


@login_not_required
@require_safe
def file_show(request: Request, pk: UUID) -> HttpResponseBase:
    file = _visible_file(request, pk)
    if file is None:
        return redirect_to_login(request.get_full_path())
    sensitive = services.record_sensitive_opening(actor=request.actor, file=file)
    return delivery.deliver_file(request, file, private=sensitive)


@login_not_required
@require_safe
def file_thumbnail(request: Request, pk: UUID, side: int) -> HttpResponseBase:
    """Show the picture at most `side` pixels long; while that does not exist, the picture itself."""
    file = _visible_file(request, pk)
    if file is None:
        return redirect_to_login(request.get_full_path())
    if not file.is_picture:
        raise NotFound
    sensitive = services.record_sensitive_opening(actor=request.actor, file=file)
    if side not in file.thumbnails:
        return delivery.deliver_file(request, file, private=sensitive)
    key = storage.thumbnail_key(file.pk, side)
    return delivery.deliver_file(request, file, key=key, mime="image/webp", private=sensitive)


@require_POST
def file_remove(request: Request, pk: UUID) -> HttpResponse:
    file = load(File, request.actor, pk, **rules.FILE["remove"])
    services.remove_file(actor=request.actor, file=file)
    return HttpResponse(status=204)
