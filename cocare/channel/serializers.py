"""A message on the wire: the same for frames, socket answers, the API and the page's templates."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from cocare.core.access import Actor
from cocare.core.conversation_kinds import kind_of
from cocare.files.models import File

from .models import Conversation, Message

QUOTE_LENGTH = 80
THUMB = 320  # pixels


def rfc3339(moment: datetime | None) -> str | None:
    """RFC 3339 in UTC with milliseconds: "2026-11-23T08:00:00.000Z"."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None


def excerpt(text: str, length: int = QUOTE_LENGTH) -> str:
    """The first line's worth of a text."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def conversation(row: Conversation, actor: Actor) -> dict[str, Any]:
    """Return a row of `queries.conversations` for the API. `child` is the child it is about, if it is about one."""
    kind = kind_of(row)
    child = kind.pupil_id(row.anchor)
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "title": kind.title(row.anchor, actor),
        "version": row.version,
        "unread": row.unread,
        "child": str(child) if child else None,
    }


def quote(message: Message) -> dict[str, Any]:
    """Return what a reply shows of the message it answers; nothing of a recalled one."""
    return {
        "id": str(message.pk),
        "name": message.author_name,
        "body": excerpt(message.body),
        "recalled": message.recalled_at is not None,
    }


def file(row: File) -> dict[str, Any]:
    """A file of a message. `thumb` is a small picture of it, where it is a picture."""
    return {
        "id": str(row.pk),
        "name": row.name,
        "kind": row.kind,
        "mime": row.mime,
        "size": row.size,
        "url": reverse("files:file.show", args=[row.pk]),
        "thumb": reverse("files:file.thumbnail", args=[row.pk, THUMB]) if row.is_picture else None,
    }


def message_fields(
    *,
    pk: UUID,
    seq: int,
    version: int,
    author: tuple[UUID | None, str, str, str],
    client_id: UUID,
    body: str,
    sent_at: datetime,
    kind: str = "text",
    reply: dict[str, Any] | None = None,
    files: list[dict[str, Any]] | None = None,
    edited_at: datetime | None = None,
    recalled: bool = False,
) -> dict[str, Any]:
    person, name, title, capacity = author
    return {
        "id": str(pk),
        "seq": seq,
        "client_id": str(client_id),
        "version": version,
        "author": {"id": str(person) if person else None, "name": name, "title": title, "capacity": capacity},
        "kind": kind,
        "body": body,
        "reply_to": reply["id"] if reply else None,
        "quote": reply,
        "files": files or [],
        "sent_at": rfc3339(sent_at),
        "edited_at": rfc3339(edited_at),
        "recalled": recalled,
    }


def message(row: Message) -> dict[str, Any]:
    """A stored message. `row.reply_to` and its files must be loaded with it: `queries.with_wire_fields`."""
    return message_fields(
        pk=row.pk,
        seq=row.seq,
        version=row.version,
        author=(row.author_id, row.author_name, row.author_title, row.author_capacity),
        client_id=row.client_id,
        body=row.body,
        sent_at=row.sent_at,
        kind=row.kind,
        reply=quote(row.reply_to) if row.reply_to else None,
        files=[] if row.recalled_at else [file(attachment.file) for attachment in row.attachments.all()],
        edited_at=row.edited_at,
        recalled=row.recalled_at is not None,
    )
