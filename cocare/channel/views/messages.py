from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cocare.channel import forms, presenters, queries, rules, services
from cocare.channel.models import Conversation, Message
from cocare.core.access import load
from cocare.core.request import Request
from cocare.core.responses import attempt, form_status, goto, post_data, refusals_in

from .conversations import conversation_show


def goto_message(message: Message) -> HttpResponse:
    """Redirect to where a message stands in its conversation."""
    return goto(
        "channel:conversation.show", message.conversation_id, query={"at": message.seq}, fragment=f"m{message.seq}"
    )


@require_safe
def message_list(request: Request, pk: UUID) -> HttpResponse:
    """Older or newer messages, for the stream that asks as it is scrolled; a whole page without a script."""
    if not request.htmx:
        return conversation_show(request, pk=pk)
    conversation = load(Conversation, request.actor, pk, **rules.CONVERSATION["show"])
    part = queries.stream_part(conversation, forms.stream_position(request.GET))
    context = {
        "conversation": conversation,
        "lines": presenters.message_lines(conversation, part.messages, request.actor),
        "more": part.messages[0].seq if part.has_older and "before" in request.GET else None,
        "newer": part.messages[-1].seq if part.has_newer and "after" in request.GET else None,
    }
    return render(request, "channel/_messages.html", context)


@require_POST
def message_send(request: Request, pk: UUID) -> HttpResponse:
    conversation = load(Conversation, request.actor, pk, **rules.CONVERSATION["send"])
    form = forms.SendForm(post_data(request), request.FILES, actor=request.actor)
    if form.is_valid():
        with refusals_in(form):
            result = services.send_message(actor=request.actor, conversation_id=conversation.pk, **form.cleaned_data)
            seq = result.message["seq"]
            services.mark_read(actor=request.actor, conversation=conversation, through=seq)
            return goto("channel:conversation.show", pk, fragment=f"m{seq}")
    known = queries.sent_before(request.actor, form.cleaned_data.get("client_id"))
    if known:
        # A second press: its files hang on the message already, which is why the form refuses them now.
        return goto_message(known)
    context = {"conversation": conversation, "title": _("Write a message"), "form": form}
    return render(request, "channel/message_send.html", context, status=form_status(form))


@require_safe
def message_show(request: Request, pk: UUID) -> HttpResponse:
    """One message with what can be done with it: a sheet in the conversation, a page without a script."""
    message = load(queries.for_message_page(), request.actor, pk, **rules.MESSAGE["show"])
    mine = presenters.is_mine(message, request.actor)
    context = {
        "line": presenters.MessageLine(message, mine=mine, files=presenters.files(message)),
        "message": message,
        "may_change": mine and services.changeable(message),
        "may_post": presenters.may_post(request.actor, message.conversation),
        "threads": presenters.answering_conversations(message.conversation, request.actor),
    }
    template = "channel/_message_actions.html" if request.htmx else "channel/message_show.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
def message_edit(request: Request, pk: UUID) -> HttpResponse:
    message = load(Message, request.actor, pk, **rules.MESSAGE["change"])
    form = forms.MessageEditForm(post_data(request), initial={"body": message.body})
    if form.is_valid():
        with refusals_in(form):
            services.edit_message(actor=request.actor, message=message, body=form.cleaned_data["body"])
            return goto_message(message)
    return render(request, "channel/message_edit.html", {"message": message, "form": form}, status=form_status(form))


@require_POST
def message_recall(request: Request, pk: UUID) -> HttpResponse:
    message = load(Message, request.actor, pk, **rules.MESSAGE["change"])
    done = _("Taken back. The others see that a message was here, not what it said.")
    attempt(request, done, lambda: services.recall_message(actor=request.actor, message=message))
    return goto_message(message)
