"""Conversations over HTTP: what the socket does, for a phone without one. `cocare.web` mounts `router`."""

from typing import Any
from uuid import UUID

from ninja import Body, Router, Schema, Status

from cocare.core.access import load
from cocare.core.conversation_kinds import attach_anchors
from cocare.core.errors import Invalid
from cocare.core.pagination import page_of
from cocare.core.request import Request
from cocare.core.responses import validated

from . import forms, queries, rules, serializers, services
from .models import Conversation

router = Router(tags=["channel"])
JsonObject = dict[str, Any]


class Page(Schema):
    items: list[JsonObject]
    next: int | None


def for_form(payload: JsonObject) -> JsonObject:
    """Return a JSON object for a form: forms were made for text and would take true for 1 and {} for "{}"."""
    wrong = [name for name, value in payload.items() if isinstance(value, (bool, dict))]
    if wrong:
        raise Invalid(fields={name: [str(forms.IdField.default_error_messages["invalid"])] for name in wrong})
    return payload


@router.get("/conversations", response=Page)
def conversation_list(request: Request) -> JsonObject:
    """The actor's conversations, newest first, with unread counts; `?page=` goes on with `next`."""
    page = page_of(request, queries.conversations(request.actor))
    conversations = list(page.object_list)
    attach_anchors(conversations)
    return {
        "items": [serializers.conversation(row, request.actor) for row in conversations],
        "next": page.next_page_number() if page.has_next() else None,
    }


@router.get("/conversations/{uuid:conversation_id}/messages")
def message_list(request: Request, conversation_id: UUID) -> JsonObject:
    """The messages changed after version `?since=`, like the socket's `topic.sync`."""
    since = validated(forms.SinceForm(request.GET))["since"] or 0
    conversation = load(Conversation, request.actor, conversation_id, **rules.CONVERSATION["show"])
    rows = queries.changed_messages(conversation, since)
    return {
        "version": conversation.version,
        "changes": [serializers.message(row) for row in rows or []],
        "refresh": rows is None,
    }


@router.post("/conversations/{uuid:conversation_id}/messages", response={201: JsonObject, 200: JsonObject})
def message_send(request: Request, conversation_id: UUID, payload: Body[JsonObject]):
    """`message.send`: 201 with the message, 200 when this `client_id` was known."""
    data = validated(forms.SendData(for_form(payload)))
    result = services.send_message(actor=request.actor, conversation_id=conversation_id, **data)
    return Status(201 if result.created else 200, result.message)


@router.post("/conversations/{uuid:conversation_id}/read")
def conversation_read(request: Request, conversation_id: UUID, payload: Body[JsonObject]):
    """`conversation.read`: how many stay unread."""
    data = validated(forms.ReadMarkForm(for_form(payload)))
    conversation = load(Conversation, request.actor, conversation_id, **rules.CONVERSATION["show"])
    return {"unread": services.mark_read(actor=request.actor, conversation=conversation, **data)}
