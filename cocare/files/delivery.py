"""Handing a content out: right headers, parts of it on request, or by the reverse proxy."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import IO

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header, parse_etags, quote_etag

from . import storage
from .enums import FileKind
from .models import File

BLOCK = 256 * 1024
INLINE_KINDS = (FileKind.PICTURE, FileKind.VIDEO, FileKind.AUDIO)
PDF = "application/pdf"
CLOSED = "default-src 'none'; sandbox"
# A sandboxed PDF would not be shown: the browser's own viewer needs its styles.
CLOSED_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


def deliver_file(
    request: HttpRequest, file: File, *, key: str = "", mime: str = "", private: bool = False
) -> HttpResponseBase:
    """Return the content of a file, or of its thumbnail under `key`. `private` ones stay in no cache at all."""
    tag = quote_etag(f"{file.sha256[:32]}{'-' + key.rsplit('/', 1)[-1] if key else ''}")
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponseBase = HttpResponse(status=304)
    elif settings.FILES_ACCEL_PREFIX:
        response = HttpResponse()
        response["X-Accel-Redirect"] = settings.FILES_ACCEL_PREFIX.rstrip("/") + "/" + (key or file.key)
    else:
        response = _content(request, key or file.key, tag)
    return _labelled(response, file, mime or file.mime, tag, private=private)


def _labelled(response: HttpResponseBase, file: File, mime: str, tag: str, *, private: bool) -> HttpResponseBase:
    inline = file.kind in INLINE_KINDS or mime == PDF
    response["Content-Type"] = mime
    response["Content-Disposition"] = content_disposition_header(not inline, file.name) or "inline"
    response["Content-Security-Policy"] = CLOSED_PDF if mime == PDF else CLOSED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["ETag"] = tag
    response["Vary"] = "Cookie"
    if private:
        patch_cache_control(response, private=True, no_store=True)
    else:
        # Asked again each time, so that what was taken from a person is gone from the cache as well.
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _content(request: HttpRequest, key: str, tag: str) -> HttpResponseBase:
    source = storage.open_content(key)
    size = source.size
    is_same = request.headers.get("If-Range", tag) == tag
    part = requested_range(request.headers.get("Range", ""), size) if is_same else (0, size)
    if part is None:
        source.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = part
    source.seek(start)
    whole = (start, end) == (0, size)
    response = StreamingHttpResponse(_stream(request, source, end - start), status=200 if whole else 206)
    response._resource_closers.append(source.close)  # type: ignore[attr-defined]  # as FileResponse does
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(end - start)
    if not whole:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return response


def requested_range(header: str, size: int) -> tuple[int, int] | None:
    """Return the part [start, end) that a Range header asks for, or None for 416.

    That is all of it when the header asks for no part or for several.
    """
    match = RANGE.match(header.strip())
    if match is None or match.groups() == ("", ""):
        return 0, size
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
    return (start, end) if start < end else None


def _stream(request: HttpRequest, source: IO[bytes], length: int) -> Iterator[bytes] | AsyncIterator[bytes]:
    # Under ASGI a plain iterator would be read to its end before the first byte goes out.
    return _ablocks(source, length) if isinstance(request, ASGIRequest) else _blocks(source, length)


def _blocks(source: IO[bytes], length: int) -> Iterator[bytes]:
    while length > 0 and (block := source.read(min(BLOCK, length))):
        length -= len(block)
        yield block


async def _ablocks(source: IO[bytes], length: int) -> AsyncIterator[bytes]:
    while length > 0 and (block := await sync_to_async(source.read, thread_sensitive=False)(min(BLOCK, length))):
        length -= len(block)
        yield block
