"""The wire format of docs/protocol.md: parses a client's frames, and turns ours into bytes."""

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
MAX_ID_LENGTH = 64

SIGNED_OUT, BAD_CLIENT, SLOW_CLIENT, TOO_LARGE, RESTART = 4401, 4400, 4408, 1009, 1012


class BadFrame(DomainError):
    """A frame that breaks the protocol; `command_id` is its id where it had one."""

    code = "bad_frame"
    text = _("The server could not read this request.")

    def __init__(self, command_id: str | None = None):
        super().__init__()
        self.command_id = command_id


class CommandFrame(NamedTuple):
    """One frame of a client: its id, the command's name, and its input."""

    id: str
    do: str
    data: dict[str, Any]


def parse_command(text: str | None) -> CommandFrame:
    """Return a client's frame. Raise BadFrame for anything else."""
    try:
        # Strict: no NaN, no lone surrogates, no depth without end.
        frame = orjson.loads(text or "")
    except orjson.JSONDecodeError:
        raise BadFrame from None
    if not isinstance(frame, dict):
        raise BadFrame
    key, do, data = frame.get("id"), frame.get("do"), frame.get("in", {})
    key = key if isinstance(key, str) and 0 < len(key) <= MAX_ID_LENGTH else None
    if key is None or not isinstance(do, str) or not isinstance(data, dict):
        raise BadFrame(key)
    return CommandFrame(key, do, data)


def _default(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no type of the wire")


def to_json(value: Any) -> bytes:
    """Return JSON; moments in UTC with milliseconds."""
    return orjson.dumps(value, _default, orjson.OPT_PASSTHROUGH_DATETIME)


def change_json(frame: live.Frame) -> dict[str, Any]:
    """Return a frame for the `changes` of an answer, where the topic is already named."""
    return {"version": frame.version, "what": frame.what, "out": frame.out}


def frame_json(frame: live.Frame) -> bytes:
    """Return a frame as its listeners get it."""
    if frame.version is None:
        return to_json({"topic": frame.topic, "what": frame.what, "out": frame.out})
    return to_json({"topic": frame.topic, "version": frame.version, "what": frame.what, "out": frame.out})


def error_json(command_id: str | None, refusal: DomainError) -> bytes:
    """Return a refusal as an error frame."""
    body: dict[str, Any] = {"code": refusal.code, "text": str(refusal.text)}
    if refusal.fields:
        body["fields"] = {name: [str(text) for text in texts] for name, texts in refusal.fields.items()}
    retry_after = getattr(refusal, "retry_after", None)
    if retry_after is not None:
        body["retry_after"] = retry_after
    return to_json({"re": command_id, "error": body})


def text_frame(payload: bytes) -> bytes:
    """Return the payload as one unmasked WebSocket text frame (RFC 6455, 5.2). Legal with and without deflate."""
    size = len(payload)
    if size < 126:  # the three lengths of RFC 6455
        return struct.pack("!BB", 0x81, size) + payload
    if size < 1 << 16:
        return struct.pack("!BBH", 0x81, 126, size) + payload
    return struct.pack("!BBQ", 0x81, 127, size) + payload
