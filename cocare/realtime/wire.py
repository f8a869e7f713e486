"""The wire of docs/protocol.md: what a client's frame must look like, and how ours become bytes."""

import struct
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import orjson
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cocare.core import live
from cocare.core.errors import DomainError

SUBPROTOCOL = "cocare.1"
MAX_BYTES = 64 * 1024
LONGEST_ID = 64

SIGNED_OUT, BAD_CLIENT, SLOW_CLIENT, TOO_LARGE, RESTART = 4401, 4400, 4408, 1009, 1012


class BadFrame(DomainError):
    """Not a frame of ours; `re` is its id where it had one."""

    code = "bad_frame"
    text = _("The server could not read this request.")

    def __init__(self, re: str | None = None):
        super().__init__()
        self.re = re


class Request(NamedTuple):
    """One frame of a client: its id, the command, and what goes in."""

    id: str
    do: str
    given: dict[str, Any]


def read(text: str | None) -> Request:
    """A client's frame. Raises BadFrame for whatever is none."""
    try:
        # Strict: no NaN, no lone surrogates, no depth without end.
        frame = orjson.loads(text or "")
    except orjson.JSONDecodeError:
        raise BadFrame from None
    if not isinstance(frame, dict):
        raise BadFrame
    key, do, given = frame.get("id"), frame.get("do"), frame.get("in", {})
    key = key if isinstance(key, str) and 0 < len(key) <= LONGEST_ID else None
    if key is None or not isinstance(do, str) or not isinstance(given, dict):
        raise BadFrame(key)
    return Request(key, do, given)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place on the wire")


def dump(value: Any) -> bytes:
    return orjson.dumps(value, _plain, orjson.OPT_PASSTHROUGH_DATETIME)


def change(frame: live.Frame) -> dict[str, Any]:
    """A frame as it stands within the `changes` of an answer, where the topic is already named."""
    return {"version": frame.version, "what": frame.what, "out": frame.out}


def frame_json(frame: live.Frame) -> bytes:
    """A frame as its listeners get it."""
    if frame.version is None:
        return dump({"topic": frame.topic, "what": frame.what, "out": frame.out})
    return dump({"topic": frame.topic, "version": frame.version, "what": frame.what, "out": frame.out})


def error(re: str | None, failure: DomainError) -> bytes:
    """A refusal as the wire tells it."""
    body: dict[str, Any] = {"code": failure.code, "text": str(failure.text)}
    if failure.fields:
        body["fields"] = {name: [str(sentence) for sentence in found] for name, found in failure.fields.items()}
    retry_after = getattr(failure, "retry_after", None)
    if retry_after is not None:
        body["retry_after"] = retry_after
    return dump({"re": re, "error": body})


def websocket_text(payload: bytes) -> bytes:
    """The payload as one unmasked WebSocket text frame (RFC 6455, 5.2). Legal with and without deflate agreed."""
    size = len(payload)
    if size < 126:  # the three lengths of RFC 6455
        return struct.pack("!BB", 0x81, size) + payload
    if size < 1 << 16:
        return struct.pack("!BBH", 0x81, 126, size) + payload
    return struct.pack("!BBQ", 0x81, 127, size) + payload
