"""The room over HTTP: what the socket does, for a phone without one. `cocare.web` mounts `router`."""

from typing import Any

from django.http import HttpRequest
from ninja import Body, Router, Schema, Status

from cocare.core.access import load
from cocare.core.errors import Invalid
from cocare.core.pagination import page_of
from cocare.core.responses import validated

from . import forms, queries, rules, services, wire
from .models import Conversation

router = Router(tags=["channel"])
Anything = dict[str, Any]


class Page(Schema):
    items: list[Anything]
    next: int | None


def given(payload: Anything) -> Anything:
    """A JSON object for a form: forms were made for text and would take true for 1 and {} for "{}"."""
    wrong = [name for name, value in payload.items() if isinstance(value, (bool, dict))]
    if wrong:
        raise Invalid(fields={name: [str(forms.IdField.default_error_messages["invalid"])] for name in wrong})
    return payload


@router.get("/conversations", response=Page)
def conversation_list(request: HttpRequest):
    """The actor's conversations, newest first, with unread counts; `?page=` goes on with `next`."""
    page = page_of(request, queries.conversations(request.actor))
    return {
        "items": [
            {
                "id": str(one.pk),
                "kind": one.kind,
                "title": queries.title(one, request.actor),
                "version": one.version,
                "unread": one.unread,
                "child": str(one.pupil_id) if one.pupil_id else None,
            }
            for one in page.object_list
        ],
        "next": page.next_page_number() if page.has_next() else None,
    }


@router.get("/conversations/{conversation_id}/messages")
def message_list(request: HttpRequest, conversation_id: str):
    """The messages changed after version `?since=`, like the socket's `topic.sync`."""
    since = validated(forms.SinceForm(request.GET))["since"] or 0
    conversation = load(Conversation, request.actor, conversation_id, see=rules.member)
    rows = queries.changes(conversation, since)
    return {
        "version": conversation.version,
        "changes": [wire.message(row) for row in rows or []],
        "refresh": rows is None,
    }


@router.post("/conversations/{conversation_id}/messages", response={201: Anything, 200: Anything})
def message_send(request: HttpRequest, conversation_id: str, payload: Body[Anything]):
    """`message.send`: 201 with the message, 200 when this `client_id` was known."""
    data = validated(forms.SendData(given(payload)))
    conversation = load(Conversation, request.actor, conversation_id, see=rules.member, act=rules.post_to)
    sent = services.send_message(actor=request.actor, conversation_id=conversation.pk, **data)
    return Status(201 if sent.created else 200, sent.message)


@router.post("/conversations/{conversation_id}/read")
def conversation_read(request: HttpRequest, conversation_id: str, payload: Body[Anything]):
    """`conversation.read`: how many stay unread."""
    data = validated(forms.ReadForm(given(payload)))
    conversation = load(Conversation, request.actor, conversation_id, see=rules.member)
    return {"unread": services.mark_read(actor=request.actor, conversation=conversation, **data)}
