"""Resumable uploads by the tus protocol 1.0 (core, creation, expiration, termination)."""

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods

from cocare.core.access import load
from cocare.core.errors import DomainError
from cocare.core.request import Request
from cocare.core.responses import problem, problem_document

from .. import purposes, queries, rules, size_limits
from ..enums import FileState
from ..errors import FileRefused
from ..models import Upload
from ..services import resumable_uploads

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
PIECE = 16 * size_limits.MB
OFFSET_TYPE = "application/offset+octet-stream"


def tus_protocol(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer with the version, and a refusal as a problem document (RFC 9457)."""

    @wraps(view)
    def answered(request: Request, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, **kwargs)
        except DomainError as refusal:
            response = _problem(refusal)
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    return answered


def _problem(refusal: DomainError) -> HttpResponse:
    if isinstance(refusal, FileRefused):
        return problem_document(refusal.status, refusal.code, refusal.text, reason=refusal.reason)
    return problem(refusal)


@require_http_methods(["OPTIONS", "POST"])
@tus_protocol
def upload_create(request: Request) -> HttpResponse:
    """POST makes room for a file (Upload-Length, Upload-Metadata: filename, purpose); OPTIONS says what we can."""
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Tus-Version"], response["Tus-Extension"] = VERSION, EXTENSIONS
        response["Tus-Max-Size"] = str(size_limits.max_bytes_of_kinds(purposes.EVERY_KIND))
        return response
    if _has_another_version(request):
        return _unknown_version()
    length = _number(request, "Upload-Length")
    if length is None:
        return HttpResponse(status=400)
    pairs = parse_metadata(request.headers.get("Upload-Metadata", ""))
    upload = resumable_uploads.begin_upload(
        actor=request.actor, length=length, name=pairs.get("filename", ""), purpose=pairs.get("purpose", "")
    )
    response = HttpResponse(status=201)
    response["Location"] = reverse("files:upload.append", kwargs={"pk": upload.pk})
    return _with_state(response, upload)


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@tus_protocol
def upload_append(request: Request, pk: UUID) -> HttpResponse:
    """HEAD says how much is here, PATCH brings the next piece, DELETE gives up."""
    upload = load(queries.uploads_with_files(), request.actor, pk, **rules.UPLOAD["append"])
    if _has_another_version(request):
        return _unknown_version()
    if request.method == "DELETE":
        resumable_uploads.abandon_upload(actor=request.actor, upload=upload)
        return HttpResponse(status=204)
    if request.method == "HEAD":
        return _with_state(HttpResponse(status=200), upload)
    offset, size = _number(request, "Upload-Offset"), int(request.headers.get("Content-Length") or 0)
    if request.content_type != OFFSET_TYPE:
        return HttpResponse(status=415)
    if offset is None or size > PIECE:
        return HttpResponse(status=400 if offset is None else 413)
    upload = resumable_uploads.append_or_finish_upload(
        actor=request.actor, upload=upload, offset=offset, body=request, max_bytes=PIECE
    )
    return _with_state(HttpResponse(status=204), upload)


def parse_metadata(header: str) -> dict[str, str]:
    """Return the pairs of Upload-Metadata; one that is no base64 of UTF-8 is left out."""
    pairs = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            pairs[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return pairs


def _has_another_version(request: Request) -> bool:
    return request.headers.get("Tus-Resumable") != VERSION


def _unknown_version() -> HttpResponse:
    return HttpResponse(status=412, headers={"Tus-Version": VERSION})


def _number(request: Request, header: str) -> int | None:
    text = request.headers.get(header, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None  # fits a bigint


def _with_state(response: HttpResponse, upload: Upload) -> HttpResponse:
    response["Upload-Offset"], response["Upload-Length"] = str(upload.offset), str(upload.length)
    response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    state = upload.file.state
    if state == FileState.READY:
        response["CoCare-File"] = str(upload.pk)
    elif state == FileState.REFUSED:
        response["CoCare-Refused"] = upload.file.refusal
    return response
