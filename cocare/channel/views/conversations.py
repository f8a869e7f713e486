from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cocare.channel import forms, presenters, queries, rules, serializers, services
from cocare.channel.models import Conversation
from cocare.core.access import load
from cocare.core.pagination import page_of
from cocare.core.request import Request
from cocare.core.responses import attempt, goto


@require_safe
def conversation_list(request: Request) -> HttpResponse:
    form = forms.ConversationSearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    conversations = queries.with_name(queries.conversations(request.actor), request.actor, text)
    page = page_of(request, conversations)
    context = {
        "page": page,
        "rows": presenters.conversation_rows(page.object_list, request.actor),
        "form": form,
        "text": text,
        "may_start": queries.reaches_anyone(request.actor),
    }
    return render(request, "channel/conversation_list.html", context)


@require_safe
def conversation_show(request: Request, pk: UUID) -> HttpResponse:
    """Show a part of the stream. What was seen is marked as read by the page's script, or by a button without one."""
    actor = request.actor
    conversation = load(queries.conversations(actor), actor, pk, **rules.CONVERSATION["show"])
    part = queries.stream_part(conversation, forms.stream_position(request.GET))
    read = queries.last_read_seq(conversation, actor)
    neighbours = page_of(request, queries.conversations(actor))
    reply = request.GET.get("reply", "")
    context = {
        "conversation": conversation,
        "header": presenters.conversation_header(conversation, actor),
        "rows": presenters.conversation_rows(neighbours.object_list, actor, open_pk=conversation.pk),
        "lines": presenters.message_lines(conversation, part.messages, actor, read),
        "more": part.messages[0].seq if part.has_older else None,
        "newer": part.messages[-1].seq if part.has_newer else None,
        "read": read,
        "unread": conversation.unread and not part.has_newer,
        "may_post": presenters.may_post(actor, conversation),
        "threads": presenters.answering_conversations(conversation, actor),
        "form": forms.SendForm(actor=actor, initial={"reply_to": reply}),
        "files": [serializers.file(file) for file in queries.recent_files(conversation)],
        "counts_readers": presenters.counts_readers(conversation, actor),
        "blank_mine": presenters.BLANK_MINE,
        "blank_other": presenters.BLANK_OTHER,
        "quote": presenters.composer_quote(actor, conversation, reply),
    }
    return render(request, "channel/conversation_show.html", context)


@require_POST
def conversation_read(request: Request, pk: UUID) -> HttpResponse:
    """Mark all as read, for a page without a script. It leads back to the newest messages, which are then seen."""
    conversation = load(Conversation, request.actor, pk, **rules.CONVERSATION["show"])
    through = conversation.last_seq
    attempt(
        request,
        _("Marked as read."),
        lambda: services.mark_read(actor=request.actor, conversation=conversation, through=through),
    )
    return goto("channel:conversation.show", conversation.pk)
