"""Resumable uploads by the tus protocol 1.0 (core, creation, expiration, termination)."""

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods

from cocare.core.access import load
from cocare.core.errors import DomainError, TooFast

from .. import limits, queries, rules
from ..enums import State
from ..models import Upload
from ..services import resuming

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
PIECE = 16 * limits.MB
OFFSET_TYPE = "application/offset+octet-stream"


def tus(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The version both ways, and refusals as problem documents (RFC 9457)."""

    @wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, **kwargs)
        except DomainError as refusal:
            response = problem(refusal)
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    return answered


def problem(refusal: DomainError) -> HttpResponse:
    body = {"title": str(refusal.text), "status": refusal.status, "code": refusal.code}
    if reason := getattr(refusal, "reason", ""):
        body["reason"] = reason
    response = JsonResponse(body, status=refusal.status, content_type="application/problem+json")
    if isinstance(refusal, TooFast):
        response["Retry-After"] = str(round(refusal.retry_after))
    return response


@require_http_methods(["OPTIONS", "POST"])
@tus
def upload_create(request: HttpRequest) -> HttpResponse:
    """POST makes room for a file (Upload-Length, Upload-Metadata: filename, purpose); OPTIONS says what we can."""
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Tus-Version"], response["Tus-Extension"] = VERSION, EXTENSIONS
        response["Tus-Max-Size"] = str(limits.largest(rules.EVERY_KIND))
        return response
    if _speaks_otherwise(request):
        return _unknown_version()
    length = _number(request, "Upload-Length")
    if length is None:
        return HttpResponse(status=400)
    words = metadata(request.headers.get("Upload-Metadata", ""))
    upload = resuming.begin(
        actor=request.actor, length=length, name=words.get("filename", ""), purpose=words.get("purpose", "")
    )
    response = HttpResponse(status=201)
    response["Location"] = reverse("files:upload.append", kwargs={"pk": upload.pk})
    return _state(response, upload)


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@tus
def upload_append(request: HttpRequest, pk: UUID) -> HttpResponse:
    """HEAD says how much is here, PATCH brings the next piece, DELETE gives up."""
    upload = load(queries.uploads(), request.actor, pk, see=rules.own_upload)
    if _speaks_otherwise(request):
        return _unknown_version()
    if request.method == "DELETE":
        resuming.give_up(actor=request.actor, upload=upload)
        return HttpResponse(status=204)
    if request.method == "HEAD":
        return _state(HttpResponse(status=200), upload)
    offset, size = _number(request, "Upload-Offset"), int(request.headers.get("Content-Length") or 0)
    if request.content_type != OFFSET_TYPE:
        return HttpResponse(status=415)
    if offset is None or size > PIECE:
        return HttpResponse(status=400 if offset is None else 413)
    upload = resuming.append(actor=request.actor, upload=upload, offset=offset, body=request, most=PIECE)
    return _state(HttpResponse(status=204), upload)


def metadata(header: str) -> dict[str, str]:
    """The pairs of Upload-Metadata; one that is no base64 of UTF-8 is left out."""
    found = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


def _speaks_otherwise(request: HttpRequest) -> bool:
    return request.headers.get("Tus-Resumable") != VERSION


def _unknown_version() -> HttpResponse:
    return HttpResponse(status=412, headers={"Tus-Version": VERSION})


def _number(request: HttpRequest, header: str) -> int | None:
    text = request.headers.get(header, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None  # fits a bigint


def _state(response: HttpResponse, upload: Upload) -> HttpResponse:
    response["Upload-Offset"], response["Upload-Length"] = str(upload.offset), str(upload.length)
    response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    state = upload.file.state
    if state == State.READY:
        response["CoCare-File"] = str(upload.pk)
    elif state == State.REFUSED:
        response["CoCare-Refused"] = upload.file.refusal
    return response
